-- People of the CRM speak for the customer of their account; without one they are customers of their own, where they
-- called or wrote. Who gave no answer counts for neither side.
with people as (
  select
    coalesce(
      account_links.customer_key, {{ surrogate_key(["'contact'", 'contacts.source', 'contacts.contact_id']) }}
    ) as customer_key,
    contacts.marketing_consent
  from {{ ref('stg_crm__contacts') }} as contacts
  left join {{ ref('int_account_references_resolved') }} as account_links
    on contacts.account_id = account_links.account_reference
  where contacts.marketing_consent is not null
),

counted as (
  select
    customer_key,
    sum(case when marketing_consent then 1 else 0 end) as people_consenting,
    sum(case when marketing_consent then 0 else 1 end) as people_refusing
  from people
  group by customer_key
)

select
  customer_key,
  case when people_refusing = 0 then 'all' when people_consenting = 0 then 'none' else 'some' end as marketing_consent,
  cast(people_consenting as bigint) as people_consenting,
  cast(people_refusing as bigint) as people_refusing
from counted
