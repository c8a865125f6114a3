{# Text to instant, text matching: what DuckDB and Spark spell differently. #}

{% macro matches(expression, pattern) %}{{ return(adapter.dispatch('matches', 'cxw')(expression, pattern)) }}{% endmacro %}

{% macro default__matches(expression, pattern) %}{{ return("regexp_matches(" ~ expression ~ ", '" ~ pattern ~ "')") }}{% endmacro %}

{% macro spark__matches(expression, pattern) %}
  {#- Java's $ stands before a last line break too -#}
  {%- set whole = pattern[:-1] ~ '\\z' if pattern.endswith('$') else pattern -%}
  {{ return("(" ~ expression ~ " rlike r'" ~ whole ~ "')") }}
{% endmacro %}


{#
  The words of a text for comparison: small letters without accents, with one blank between them.

  Example: 'RÉSILIER, l’abonnement!' is 'resilier l abonnement '.
#}
{% macro plain_words(expression) %}{{ return(adapter.dispatch('plain_words', 'cxw')(expression)) }}{% endmacro %}

{% macro default__plain_words(expression) %}
  {{ return("regexp_replace(replace(strip_accents(lower(" ~ expression ~ ")), 'œ', 'oe'), '[^\\p{L}\\p{N}]+', ' ', 'g')") }}
{% endmacro %}

{# Spark has no function for it: the small Latin, Greek and Cyrillic letters that are a letter and a mark, and the letter. #}
{% macro spark__plain_words(expression) %}
  {%- set marked = [
    'àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżž',
    'ơưǎǐǒǔǖǘǚǜǟǡǣǧǩǫǭǯǰǵǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȟȧȩȫȭȯȱȳʹΐάέήίΰϊϋόύώϓϔйѐёѓїќѝўѷӂӑӓӗӛӝӟӣӥӧӫ',
    'ӭӯӱӳӵӹḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓ',
    'ẕẖẗẘẙẛạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ',
  ] | join -%}
  {%- set plain = [
    'aaaaaaceeeeiiiinooooouuuuyyaaaccccdeeeeegggghiiiijklllnnnooorrrssssttuuuuuuwyzzz',
    'ouaiouuuuuaaægkooʒjgnaæøaaeeiioorruusthaeooooyʹιαεηιυιυουωϒϒиеегікиуѵжааеәжзииоө',
    'эууучыabbbcdddddeeeeefghhhhhiikkkllllmmmnnnnoooopprrrrsssssttttuuuuuvvwwwwwxxyzz',
    'zhtwyſaaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyy',
  ] | join -%}
  {%- set bare = "regexp_replace(translate(lower(" ~ expression ~ "), '" ~ marked ~ "', '" ~ plain ~ "'), '\\\\p{M}', '')" -%}
  {{ return("regexp_replace(replace(" ~ bare ~ ", 'œ', 'oe'), '[^\\\\p{L}\\\\p{N}]+', ' ')") }}
{% endmacro %}


{#
  Text in ISO 8601 -> instant in UTC; NULL where the text is not one. An instant without an offset is UTC; an offset is
  at most 14:59. A day has the hours 00 to 23; there is no year 0000.
#}
{% macro parse_iso_instant(expression) %}
  {%- set day, time = '^[0-9]{4}-[0-9]{2}-[0-9]{2}', '[T ]([01][0-9]|2[0-3]):[0-9]{2}' -%}
  {%- set seconds = ':[0-9]{2}([.][0-9]{1,9})?' -%}
  {%- set offset = '( ?Z| ?UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)$' -%}
  {%- set with_seconds = "left(" ~ expression ~ ", 16) || ':00' || substr(" ~ expression ~ ", 17)" -%}
  {{ return("case when left(" ~ expression ~ ", 4) = '0000' then null"
     ~ " when " ~ matches(expression, day ~ '(' ~ time ~ '(' ~ seconds ~ ')?)?$') ~ " then try_cast(" ~ expression ~ " as timestamp)"
     ~ " when " ~ matches(expression, day ~ time ~ seconds ~ offset) ~ " then " ~ offset_instant(expression)
     ~ " when " ~ matches(expression, day ~ time ~ offset) ~ " then " ~ offset_instant(with_seconds) ~ " end") }}
{% endmacro %}


{# Text that is an instant with seconds and an offset -> the instant in UTC. #}
{% macro offset_instant(expression) %}{{ return(adapter.dispatch('offset_instant', 'cxw')(expression)) }}{% endmacro %}

{% macro default__offset_instant(expression) %}{{ return("timezone('UTC', try_cast(" ~ expression ~ " as timestamptz))") }}{% endmacro %}

{% macro spark__offset_instant(expression) %}{{ return("try_cast(" ~ expression ~ " as timestamp)") }}{% endmacro %}


{# Text 'day/month/year hour:minute', without padding, in UTC -> instant; NULL where the text is not one. #}
{% macro parse_day_first_instant(expression) %}
  {%- set form = '^[0-9]{1,2}/[0-9]{1,2}/[1-9][0-9]{3} [0-9]{1,2}:[0-9]{2}$' -%}
  {{ return("case when " ~ matches(expression, form) ~ " then " ~ day_first_instant(expression) ~ " end") }}
{% endmacro %}

{% macro day_first_instant(expression) %}{{ return(adapter.dispatch('day_first_instant', 'cxw')(expression)) }}{% endmacro %}

{% macro default__day_first_instant(expression) %}
  {{ return("try_strptime(" ~ expression ~ ", '%d/%m/%Y %H:%M')") }}
{% endmacro %}

{% macro spark__day_first_instant(expression) %}
  {{ return("try_to_timestamp(" ~ expression ~ ", 'd/M/yyyy H:mm')") }}
{% endmacro %}


{# Seconds since 1970-01-01 UTC -> instant. #}
{% macro instant_from_epoch(expression) %}{{ return(adapter.dispatch('instant_from_epoch', 'cxw')(expression)) }}{% endmacro %}

{% macro default__instant_from_epoch(expression) %}
  {{ return("make_timestamp(cast(" ~ expression ~ " as bigint) * 1000000)") }}
{% endmacro %}

{% macro spark__instant_from_epoch(expression) %}
  {{ return("timestamp_seconds(cast(" ~ expression ~ " as bigint))") }}
{% endmacro %}


{# An instant that knows its offset -> the same instant in UTC, without one. #}
{% macro instant_in_utc(expression) %}{{ return(adapter.dispatch('instant_in_utc', 'cxw')(expression)) }}{% endmacro %}

{# The microseconds as they are: a conversion of zones would cost ten times as much for the same instant. #}
{% macro default__instant_in_utc(expression) %}{{ return("make_timestamp(epoch_us(" ~ expression ~ "))") }}{% endmacro %}

{% macro spark__instant_in_utc(expression) %}{{ return(expression) }}{% endmacro %}


{# One row for each element of an array: a select item. #}
{% macro unnested(expression) %}{{ return(adapter.dispatch('unnested', 'cxw')(expression)) }}{% endmacro %}

{% macro default__unnested(expression) %}{{ return("unnest(" ~ expression ~ ")") }}{% endmacro %}

{% macro spark__unnested(expression) %}{{ return("explode(" ~ expression ~ ")") }}{% endmacro %}


{# The nth word of a list separated by bars, from 1; an empty text where the list is shorter. 2 of 'a | b' is 'b'. #}
{% macro nth_word(expression, number) %}{{ return(adapter.dispatch('nth_word', 'cxw')(expression, number)) }}{% endmacro %}

{% macro default__nth_word(expression, number) %}
  {{ return("trim(split_part(" ~ expression ~ ", '|', " ~ number ~ "))") }}
{% endmacro %}

{% macro spark__nth_word(expression, number) %}
  {{ return("trim(split_part(" ~ expression ~ ", '|', cast(" ~ number ~ " as int)))") }}
{% endmacro %}
