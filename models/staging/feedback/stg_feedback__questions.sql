{{ staged_entity('feedback', 'questions') }}
