{{ staged_entity('crm', 'contacts') }}
