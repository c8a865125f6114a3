{# The path of a file -> an SQL literal in which no character is a wildcard; `pattern` follows the path as it is. #}
{% macro file_literal(path, pattern='') %}
  {{ return("'" ~ (path | replace("[", "[[]") | replace("*", "[*]") | replace("?", "[?]") ~ pattern) | replace("'", "''") ~ "'") }}
{% endmacro %}
