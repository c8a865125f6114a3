{{ staged_entity('workforce', 'newcomer_findings') }}
