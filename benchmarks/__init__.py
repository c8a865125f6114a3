"""Measures whole refreshes of generated companies. Not part of the installed package."""
