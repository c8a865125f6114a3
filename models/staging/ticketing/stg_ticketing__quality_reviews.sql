{{ staged_entity('ticketing', 'quality_reviews') }}
