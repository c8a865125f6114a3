{{ staged_entity('feedback', 'follow_ups') }}
