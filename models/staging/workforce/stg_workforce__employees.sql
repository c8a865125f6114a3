{{ staged_entity('workforce', 'employees') }}
