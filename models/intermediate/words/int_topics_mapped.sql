select source, word, topic, is_mapped
from {{ ref('int_ticket_topics_mapped') }}
where word is not null
union
select source, word_at_creation as word, topic_at_creation as topic, is_mapped_at_creation as is_mapped
from {{ ref('int_ticket_topics_mapped') }}
where word_at_creation is not null
