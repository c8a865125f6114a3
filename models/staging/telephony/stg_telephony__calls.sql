{{ staged_entity('telephony', 'calls') }}
