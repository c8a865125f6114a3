{{ staged_entity('telephony', 'chats') }}
