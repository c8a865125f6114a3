"""The project's own rules as tests: over dbt's manifest, the SQL text and the tree."""
