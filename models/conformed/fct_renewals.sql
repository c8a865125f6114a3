with clock as (
  select {{ reporting_date('as_of') }} as as_of_on
  from {{ ref('stg_clock') }}
),

matched as (
  select
    terms.*,
    {{ days_later('terms.due_on', '1 + ' ~ var('renewal_grace_days')) }} as late_until,
    successors.renewed_on as matched_on,
    successors.renewed_value_a_year as matched_value_a_year,
    clock.as_of_on,
    -- Once a successor has taken its place, a contract does not renew itself any more.
    coalesce(min(case when successors.renewed_on is not null then terms.term_number end) over (
      partition by terms.basis, terms.source, terms.term_id, terms.customer_key
    ), terms.term_number) as last_term_number
  from {{ ref('int_renewal_terms_gathered') }} as terms
  cross join clock
  left join {{ ref('int_renewal_successors_matched') }} as successors
    on
      terms.basis = successors.basis
      and terms.source = successors.source
      and terms.term_id = successors.term_id
      and terms.term_number = successors.term_number
      and terms.customer_key = successors.customer_key
),

named as (
  select
    *,
    case
      when renewed_on <= late_until then renewed_by
      when matched_on is not null then 'successor'
      when auto_renews and not is_terminated and due_on <= as_of_on then 'automatic'
    end as renewal
  from matched
  where term_number <= last_term_number
),

renewed as (
  select
    *,
    case renewal
      when 'successor' then matched_on
      when 'automatic' then {{ days_later('due_on', '1') }}
      else case when renewal is not null then renewed_on end
    end as renewal_on,
    case renewal
      when 'successor' then coalesce(matched_value_a_year, value_a_year)
      when 'automatic' then value_a_year
      else case when renewal is not null then renewed_value_a_year end
    end as renewal_value_a_year
  from named
)

select
  {{ surrogate_key([
    "'renewal'", 'renewed.basis', 'renewed.source', 'renewed.term_id', 'renewed.term_number', 'renewed.customer_key'
  ]) }} as renewal_key,
  renewed.basis,
  renewed.source,
  renewed.term_id,
  cast(renewed.term_number + 1 as bigint) as term_number,
  renewed.customer_key,
  coalesce(versions.segment, 'unknown') as segment,
  renewed.starts_on,
  renewed.due_on,
  renewed.auto_renews,
  renewed.is_terminated,
  renewed.renewal as renewed_by,
  renewed.renewal_on as renewed_on,
  case
    when renewed.renewal is null and (renewed.due_on > renewed.as_of_on or renewed.late_until > renewed.as_of_on)
      and not renewed.is_terminated then 'pending'
    when renewed.renewal is null and renewed.due_on > renewed.as_of_on then 'pending'
    when renewed.renewal is null then 'lost'
    when renewed.renewal_value_a_year < renewed.value_a_year then 'downgraded'
    when renewed.renewal_value_a_year > renewed.value_a_year then 'upgraded'
    when renewed.renewal_on > {{ days_later('renewed.due_on', '1') }} then 'renewed_late'
    when renewed.renewal_on <= renewed.due_on and renewed.renewal != 'opportunity' then 'renewed_early'
    else 'renewed'
  end as outcome,
  renewed.due_on <= renewed.as_of_on as is_due,
  cast(renewed.value_a_year as decimal(18, 4)) as value_before_amount,
  cast(renewed.renewal_value_a_year as decimal(18, 4)) as value_after_amount
from renewed
left join {{ ref('int_customer_versions_dated') }} as versions
  on
    renewed.customer_key = versions.customer_key
    and cast(renewed.due_on as timestamp) >= {{ reporting_time('versions.valid_from') }}
    and cast(renewed.due_on as timestamp) < {{ reporting_time('versions.valid_to') }}
