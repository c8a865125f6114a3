{{ staged_entity('crm', 'accounts') }}
