"""Mutants: one small change of one model's SQL, and whether a check of the project notices it."""
