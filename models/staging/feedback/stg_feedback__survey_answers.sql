{{ staged_entity('feedback', 'survey_answers') }}
