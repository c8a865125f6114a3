"""What nights tell of themselves: the history of refreshes, how fresh each source is, what is unlike other nights.

Nothing here decides over a record. It lies in the release in a schema of its own, `operations`.
"""
