"""Enrichment: what SQL cannot say, such as fitted retention models and scored texts.

An enrichment reads relations of the build that goes on, and gives rows that later models read as a dbt source. It is
deterministic and names its version. A new one is an `Enrichment` in `enrichments.py`, a table in
`_enrichment__sources.yml`, and the tag `enrichment_input` on the models that it reads.
"""
