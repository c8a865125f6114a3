{#
  The columns together identify a row, and none of them is NULL: the declared grain holds.

  null_allowed: columns of the key in which NULL is a value of its own. Only keys whose hash comes twice are compared.
#}
{% test unique_key(model, columns, null_allowed=[]) %}
select {{ columns | join(', ') }}, count(*) as rows_of_key
from {{ model }}
where {{ row_hash(columns) }} in (
  select {{ row_hash(columns) }} from {{ model }} group by {{ row_hash(columns) }} having count(*) > 1
)
{% for column in columns if column not in null_allowed %}or {{ column }} is null {% endfor %}
group by {{ columns | join(', ') }}
having count(*) > 1 {% for column in columns if column not in null_allowed %}or {{ column }} is null {% endfor %}
{% endtest %}
