{{ staged_entity('crm', 'save_offers') }}
