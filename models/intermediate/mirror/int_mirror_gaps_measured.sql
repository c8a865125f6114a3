with compared as (
  select
    employees.mirror_question_key,
    employees.mirror_kind,
    employees.mirrored_question_key,
    employees.survey,
    employees.period_kind,
    employees.period_start,
    employees.is_partial,
    employees.dimension,
    employees.dimension_value,
    employees.variant,
    case employees.variant when 'mean' then 1.0 else 100.0 end as times,
    case employees.variant when 'mean' then employees.scale_width else 1.0 end as widest,
    employees.n as employee_answers,
    customers.n as customer_answers,
    cast(employees.total as double) / employees.n as employee_mean,
    cast(customers.total as double) / customers.n as customer_mean,
    -- Where a side is of one opinion nothing says how sure it is: no error, and no interval.
    case
      when employees.is_divided
        then {{ squared_error_of_mean('employees.total', 'employees.squares', 'employees.n') }}
    end as employee_error,
    case
      when customers.is_divided
        then {{ squared_error_of_mean('customers.total', 'customers.squares', 'customers.n') }}
    end as customer_error
  from {{ ref('int_mirror_answers_added') }} as employees
  inner join {{ ref('int_mirror_answers_added') }} as customers
    on
      employees.mirror_question_key = customers.mirror_question_key
      and employees.period_kind = customers.period_kind
      and employees.period_start = customers.period_start
      and employees.variant = customers.variant
      and employees.side = 'employee'
      and customers.side = 'customer'
  -- Neither side speaks with fewer than five answers; employees only where they may be shown.
  inner join {{ ref('int_employee_results_disclosed') }} as disclosed
    on
      employees.mirror_question_key = disclosed.subject
      and employees.period_kind = disclosed.period_kind
      and employees.period_start = disclosed.period_start
      and employees.dimension = disclosed.dimension
      and employees.dimension_value = disclosed.dimension_value
  where customers.n >= 5
),

spread as (
  select
    *,
    employee_mean - customer_mean as difference,
    {{ welch_degrees_of_freedom('employee_error', 'employee_answers', 'customer_error', 'customer_answers') }}
      as degrees_of_freedom
  from compared
),

sure as (
  select
    *,
    {{ student_quantile('degrees_of_freedom') }} * sqrt(employee_error + customer_error) as margin
  from spread
)

select
  mirror_question_key,
  mirror_kind,
  mirrored_question_key,
  survey,
  period_kind,
  period_start,
  is_partial,
  dimension,
  dimension_value,
  variant,
  employee_answers,
  customer_answers,
  times * employee_mean as employee_value,
  times * customer_mean as customer_value,
  times * difference as gap,
  case when margin is not null then times * greatest(-widest, difference - margin) end as interval_low,
  case when margin is not null then times * least(widest, difference + margin) end as interval_high,
  degrees_of_freedom
from sure
