{{ staged_entity('crm', 'campaigns') }}
