{{ staged_entity('feedback', 'survey_invitations') }}
