{{ staged_versions('ticketing', 'agents') }}
