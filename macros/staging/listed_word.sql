{#
  The word of a closed list that a value spells, 'unknown' where it spells none; NULL stays NULL. `spelled` has other
  spellings of a word: {'employee': ['staff']}.
#}
{% macro listed_word(name, words, spelled={}) %}
  {%- set given = 'lower(trim(' ~ name ~ '))' -%}
  {%- set branches = ["when " ~ given ~ " in ('" ~ words | join("', '") ~ "') then " ~ given] -%}
  {%- for word, spellings in spelled.items() -%}
    {%- do branches.append("when " ~ given ~ " in ('" ~ spellings | join("', '") ~ "') then '" ~ word ~ "'") -%}
  {%- endfor -%}
  {{ return("case " ~ branches | join(" ") ~ " when " ~ name ~ " is not null then 'unknown' end") }}
{% endmacro %}
