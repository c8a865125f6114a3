{{ staged_entity('crm', 'opportunities') }}
