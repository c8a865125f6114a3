"""The Python side of the warehouse: files in, dbt in the middle, a trusted release out."""
