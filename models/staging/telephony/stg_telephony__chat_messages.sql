{{ staged_entity('telephony', 'chat_messages') }}
