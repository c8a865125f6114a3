{{ staged_entity('crm', 'contracts') }}
