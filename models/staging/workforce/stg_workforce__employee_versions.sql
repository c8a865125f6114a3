{{ staged_versions('workforce', 'employees') }}
