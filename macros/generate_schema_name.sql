{# A model's schema is its room: staging, intermediate, conformed, marts. #}
{% macro generate_schema_name(custom_schema_name, node) %}{{ return(room_schema((custom_schema_name or target.schema) | trim)) }}{% endmacro %}
