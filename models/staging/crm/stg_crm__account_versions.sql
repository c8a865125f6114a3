{{ staged_versions('crm', 'accounts') }}
