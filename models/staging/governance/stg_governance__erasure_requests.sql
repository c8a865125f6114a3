{{ staged_entity('governance', 'erasure_requests') }}
