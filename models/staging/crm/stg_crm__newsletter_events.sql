{{ staged_entity('crm', 'newsletter_events') }}
