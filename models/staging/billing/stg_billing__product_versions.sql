{{ staged_versions('billing', 'products') }}
