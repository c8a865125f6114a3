"""Enrichment: what SQL cannot say, such as fitted retention models and scored texts.

A step reads staged or intermediate relations of the candidate and writes versioned Parquet that later models
read as dbt sources (typed and empty where absent). Steps are deterministic and name their version. No KPI that is
published today needs one, so the room is empty; the first step decides how it is called between two dbt selections.
"""
