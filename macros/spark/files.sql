{# Files as tables of Spark. Its servers read them: the path is as they see it, and nothing can be asked of a folder. #}

{# Where Spark's servers see the warehouse home; CXW_SPARK_HOME where that is not the path on this machine. #}
{% macro spark_home() %}
  {%- set home = env_var('CXW_SPARK_HOME', '') or env_var('CXW_HOME', '') -%}
  {%- if not (home.startswith('/') or '://' in home) -%}
    {%- do exceptions.raise_compiler_error('CXW_HOME: ' ~ (home or '(not set)') ~ ' is no whole path; Spark\'s servers have another working directory: give one that begins with /.') -%}
  {%- endif -%}
  {{ return(home.rstrip('/')) }}
{% endmacro %}


{# A path of a file -> as a pattern of Hadoop in which no character is a wildcard. #}
{% macro spark_path(path) %}
  {%- set escaped = [] -%}
  {%- for letter in path -%}{%- do escaped.append(('\\' ~ letter) if letter in '\\*?[]{}' else letter) -%}{%- endfor -%}
  {{ return(escaped | join) }}
{% endmacro %}


{# A text as Spark's SQL spells it. #}
{% macro spark_literal(text) %}{{ return("'" ~ (text | replace('\\', '\\\\') | replace("'", "\\'")) ~ "'") }}{% endmacro %}


{# The type of a column of Parquet that DuckDB names so, as Spark reads it; a declared type as Spark spells it. #}
{% macro spark_type(type) %}
  {%- set known = {
    'VARCHAR': 'string', 'TIMESTAMP WITH TIME ZONE': 'timestamp', 'TIMESTAMP_S': 'timestamp', 'TIMESTAMP_MS': 'timestamp',
    'INTEGER': 'int', 'UTINYINT': 'smallint', 'USMALLINT': 'int', 'UINTEGER': 'bigint', 'UBIGINT': 'decimal(20,0)', 'BLOB': 'binary',
    'STRUCT(NAME VARCHAR, TYPE VARCHAR)[]': 'array<struct<name: string, type: string>>',
  } -%}
  {{ return(known.get(type | upper, type | lower)) }}
{% endmacro %}


{#
  Makes `name` a table of the files at a place, which is empty where there are none and read anew by every query.

  format and options as Spark knows them; columns: name -> type of DuckDB. What does not fit the types is an error.
#}
{% macro spark_file_table(name, columns, format, location, options={}) %}
  {%- set typed, given = [], [] -%}
  {%- for column, type in columns.items() -%}{%- do typed.append('`' ~ column ~ '` ' ~ spark_type(type)) -%}{%- endfor -%}
  {%- for option, value in options.items() -%}{%- do given.append(spark_literal(option) ~ ' = ' ~ spark_literal(value)) -%}{%- endfor -%}
  {%- do run_query('drop table if exists ' ~ name) -%}
  {%- do run_query(
    'create table ' ~ name ~ ' (' ~ typed | join(', ') ~ ') using ' ~ format
    ~ (' options (' ~ given | join(', ') ~ ')' if given else '') ~ ' location ' ~ spark_literal(location)
  ) -%}
{% endmacro %}


{# An empty schema of this build for a room whose tables are files: dropping one leaves its files alone. #}
{% macro fresh_schema(room) %}
  {%- do run_query('drop schema if exists ' ~ room_schema(room) ~ ' cascade') -%}
  {%- do run_query('create schema ' ~ room_schema(room)) -%}
{% endmacro %}


{# Stops a run whose session would give other figures than the models mean. #}
{% macro refuse_other_sessions() %}
  {%- set zone = run_query('select current_timezone()').rows[0][0] -%}
  {%- set is_strict = run_query('set spark.sql.ansi.enabled').rows[0][1] | string | lower -%}
  {%- if zone not in ('UTC', 'Etc/UTC', 'Z') or is_strict != 'true' -%}
    {%- do exceptions.raise_compiler_error('the session of Spark has the time zone ' ~ zone ~ ' and spark.sql.ansi.enabled=' ~ is_strict
      ~ '; the models mean UTC and true: set them in the server, or in server_side_parameters of profiles.yml.') -%}
  {%- endif -%}
{% endmacro %}
