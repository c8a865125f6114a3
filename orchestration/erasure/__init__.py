"""Erasure: a person is made unknown in everything that the home keeps, and stays so when delivered again."""
