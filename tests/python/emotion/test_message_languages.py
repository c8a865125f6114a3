"""The language of a message whose words are of both."""

from __future__ import annotations

import duckdb


def test_a_message_is_of_the_language_of_who_wrote_it_where_its_words_do_not_tell(
    emotions: duckdb.DuckDBPyConnection,
) -> None:
    """After the ticket's; else of who asked, in the ticketing before the CRM; else of that of most texts, English."""
    found = emotions.execute(
        "select text_id, language from conformed.fct_text_sentiments where text_id like 'M-%'"
    ).fetchall()
    assert dict(found) == {
        "M-asker": "fr", "M-own": "en", "M-locale": "fr", "M-silent": "en", "M-ticket": "en", "M-words": "en",
        "M-copied": "fr", "M-nobody": "en",
    }  # fmt: skip
