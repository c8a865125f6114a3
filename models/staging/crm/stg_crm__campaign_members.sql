{{ staged_entity('crm', 'campaign_members') }}
