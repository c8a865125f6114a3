{{ staged_entity('workforce', 'newcomer_reports') }}
