"""Who and what an answer reaches: its channel, its customer, its response, and the step that closes the loop."""

from __future__ import annotations

from typing import Any

import pytest
from reach_cases import INVITED_WORDS
from voices_told import Voices


def rows(voices: Voices, sql: str) -> list[tuple[Any, ...]]:
    return voices.release.execute(sql).fetchall()


@pytest.mark.parametrize("word", INVITED_WORDS)
def test_an_invitation_has_the_channel_that_its_word_means(voices: Voices, word: str) -> None:
    """And so has the answer that names none of its own."""
    invited = rows(
        voices, f"select channel from conformed.fct_survey_invitations where invitation_id = 'w {word}'"
    )
    answered = rows(voices, f"select channel from conformed.fct_survey_answers where answer_id = 'w {word}'")
    assert invited == answered == [(INVITED_WORDS[word],)]


def test_words_of_surveys_that_no_mapping_knows_are_seen(voices: Voices) -> None:
    """An invitation and its answer came by balloon, an answer by pigeon."""
    found = rows(
        voices,
        "select word, survey_records, tickets from marts.unmapped_words where dimension = 'survey_channel'",
    )
    assert sorted(found) == [("balloon", 2, None), ("pigeon", 1, None)]
