{{ staged_entity('workforce', 'agent_days') }}
