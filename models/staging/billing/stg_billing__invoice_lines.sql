{{ staged_entity('billing', 'invoice_lines') }}
