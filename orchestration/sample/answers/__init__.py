"""The known answers of the demo company (`sample_answers.json`), computed from its simulated history.

Everything is as of `as_of`, the last second of the last delivered day; months are `2024-01`, days
`2024-01-31`, in UTC. A channel or topic is the source's own word in lower case, a team its Zendesk group id;
`none` where there is none. The modules here hold the definitions: `tickets` (volume, backlog and its ledger,
reopenings, resolution times), `revenue` (MRR, movements, churn), `costs` (the cost ledger),
`surveys` (who was asked, who answered, scores, alerts), `ratings` (bad ones of tickets),
`newcomers` (their reports), `population` (who is known, by which link).
"""
