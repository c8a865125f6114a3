{{ staged_entity('billing', 'invoices') }}
