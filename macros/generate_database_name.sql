{# In DuckDB, what is published is a file of its own: the candidate of the next release. Spark has no databases above schemas. #}
{% macro generate_database_name(custom_database_name, node) %}
  {%- if target.type == 'spark' -%}{{ return(none) }}{%- endif -%}
  {%- if node.config.schema in ('conformed', 'marts') -%}{{ return('candidate') }}{%- endif -%}
  {{ return(custom_database_name or target.database) }}
{% endmacro %}
