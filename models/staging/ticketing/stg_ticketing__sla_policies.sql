{{ staged_entity('ticketing', 'sla_policies') }}
