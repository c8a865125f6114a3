-- A term is billed on by what begins when its service ends, up to the grace days after the due date, and covers that
-- date: its own lines (as many days early too), or new ones of its subscription, less their credits. What ran beside it
-- goes on for itself, and each period goes to one term. Nothing is billed on where the subscription ends within the
-- grace days. Where the customer has a contract at any time of the term, or within the grace days after it, that
-- contract speaks for it.
with terms as (
  select
    listed.*,
    endings.effective_on,
    {{ days_later('listed.due_on', var('renewal_grace_days')) }} as grace_ends_on
  from {{ ref('int_billing_terms_listed') }} as listed
  left join {{ ref('int_subscription_endings_judged') }} as endings
    on listed.source = endings.source and listed.subscription_id = endings.subscription_id
),

own_lines as (
  select distinct source, subscription_id, customer_key, interval_ends_on as due_on, line_id
  from {{ ref('int_billing_lines_listed') }}
  where is_long
),

followers as (
  select
    terms.billing_term_key,
    terms.due_on,
    coalesce(terms.effective_on > terms.grace_ends_on, true) as is_outlived,
    lines.starts_on,
    lines.ends_on,
    lines.mrr
  from terms
  inner join {{ ref('int_billing_lines_listed') }} as lines
    on
      terms.source = lines.source
      and terms.subscription_id = lines.subscription_id
      and terms.customer_key = lines.customer_key
      and terms.starts_on < lines.starts_on
      and terms.grace_ends_on >= lines.starts_on
      and terms.due_on < lines.interval_ends_on
      and terms.due_on < lines.ends_on
  left join own_lines
    on
      terms.source = own_lines.source
      and terms.subscription_id = own_lines.subscription_id
      and terms.customer_key = own_lines.customer_key
      and terms.due_on = own_lines.due_on
      and lines.line_id = own_lines.line_id
  where
    case
      when own_lines.line_id is null then lines.run_starts_on >= terms.served_to
      else {{ days_later('lines.starts_on', var('renewal_grace_days')) }} >= terms.served_to
    end
  qualify row_number() over (
    partition by lines.source, lines.period_id
    order by
      case when own_lines.line_id is null then 1 else 0 end asc nulls last,
      greatest(
        {{ days_between('lines.starts_on', 'terms.served_to') }}, {{ days_between('terms.due_on', 'lines.starts_on') }},
        0
      ) asc nulls last,
      terms.due_on asc nulls last
  ) = 1
),

begun as (
  select
    *,
    min(case when mrr > 0 then starts_on end) over (partition by billing_term_key) as begun_on
  from followers
  where is_outlived
),

continued as (
  select
    billing_term_key,
    begun_on,
    12 * sum(case when starts_on <= greatest(begun_on, due_on) and ends_on > greatest(begun_on, due_on) then mrr end)
      as value_a_year
  from begun
  group by billing_term_key, begun_on
  having
    sum(case when starts_on <= greatest(begun_on, due_on) and ends_on > greatest(begun_on, due_on) then mrr end) > 0
),

contracted as (
  select distinct terms.billing_term_key
  from terms
  inner join {{ ref('int_contracts_valued') }} as contracts
    on
      terms.customer_key = contracts.customer_key
      and terms.grace_ends_on >= contracts.starts_on
      and terms.starts_on < coalesce(contracts.served_to, date '9999-12-31')
  where terms.customer_key != {{ unknown_key() }}
)

select
  terms.source,
  terms.subscription_id,
  terms.customer_key,
  terms.term_number,
  terms.starts_on,
  terms.due_on,
  least(terms.served_to, terms.due_on) as served_to,
  terms.value_a_year,
  terms.product_id,
  terms.plan,
  coalesce(terms.effective_on <= terms.due_on, false) as is_terminated,
  case when continued.begun_on is not null then greatest(continued.begun_on, terms.served_to) end as continued_on,
  cast(continued.value_a_year as decimal(18, 4)) as continued_value_a_year
from terms
left join continued on terms.billing_term_key = continued.billing_term_key
left join contracted on terms.billing_term_key = contracted.billing_term_key
where contracted.billing_term_key is null
