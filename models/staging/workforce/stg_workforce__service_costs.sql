{{ staged_entity('workforce', 'service_costs') }}
