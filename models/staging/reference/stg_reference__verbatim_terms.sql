-- A term is its words, in small letters and without accents: so the company's own is laid over a shipped one. Its topic
-- is in small letters too, as those of tickets are.
with company as (
  select
    trim({{ plain_words('term') }}) as term,
    lower(trim(topic)) as topic
  from {{ source('reference', 'verbatim_terms') }}
),

shipped as (
  select
    trim({{ plain_words('term') }}) as term,
    lower(trim(topic)) as topic
  from {{ ref('verbatim_terms') }}
),

laid_over as (
  select term, topic from company
  union all
  select shipped.term, shipped.topic
  from shipped
  left join company on shipped.term = company.term
  where company.term is null
)

select
  term,
  topic,
  split_part(term, ' ', 1) as first_word
from laid_over
