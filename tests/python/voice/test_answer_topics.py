"""An answer is of the topic that its ticket had when it came; and what its words speak of."""

from __future__ import annotations

from topic_histories import topic_at
from voices_told import Voices


def test_an_answer_is_of_the_topic_of_its_ticket_then(voices: Voices) -> None:
    found = dict(
        voices.release.execute("select answer_id, topic from conformed.fct_survey_answers").fetchall()
    )
    rows = {row["answer_id"]: row for row in voices.company.tables["feedback.survey_answers"]}
    kinds = set()
    for answer in voices.company.counted:
        ticket_id = rows.get(answer.answer_id, {}).get("ticket_id") or answer.answer_id.partition(":")[0]
        if ticket_id not in voices.company.tickets:
            continue
        history, own = voices.company.tickets[ticket_id]["topic"]
        assert found[answer.answer_id] == topic_at(history, own, answer.at), answer
        by_then = [topic for at, topic in history if at <= answer.at]
        kinds.add((len(history), len(by_then), found[answer.answer_id] == "unknown"))
    assert kinds == {
        *((0, 0, False), (2, 0, False), (2, 1, False), (2, 2, False), (2, 2, True)),
        *((3, 1, False), (3, 2, False), (3, 2, True), (3, 3, False)),
    }


def test_no_merge_moves_an_answer_to_a_ticket_that_came_later(voices: Voices) -> None:
    """One was about a ticket that was merged into one of three days later, the other into one that was there."""
    assert voices.release.execute(
        "select answers.answer_id, tickets.ticket_id, answers.topic from conformed.fct_survey_answers as answers"
        " inner join conformed.fct_tickets as tickets using (ticket_key) where survey = 'merged later' order by 1"
    ).fetchall() == [
        ("merged later into new", "v new", "into new"),
        ("merged later merged", "v kept", "kept"),
    ]


def test_topics_of_terms_are_topics(voices: Voices) -> None:
    """In small letters, as those of tickets; `None`, which takes a term out, is none."""
    assert voices.release.execute(
        "select topic, topics.topic is not null and is_mapped, count(*) > 0 from conformed.fct_answer_topics"
        " left join conformed.dim_topic as topics using (topic) where topic_origin = 'verbatim'"
        " and topic in ('queue', 'Queue', 'None', 'none') group by all order by 1"
    ).fetchall() == [("queue", True, True)]
    assert voices.release.execute(
        "select count(*) filter (where topics.topic is null) from conformed.fct_answer_topics"
        " left join conformed.dim_topic as topics using (topic)"
    ).fetchone() == (0,)


def test_a_topic_in_between_is_a_topic(voices: Voices) -> None:
    """No ticket came in under it, and none has it now."""
    assert voices.release.execute(
        "select count(*), count(*) filter (where is_mapped) from conformed.dim_topic where topic = 'on the way'"
    ).fetchone() == (1, 0)


def test_answers_of_employees_have_no_topic(voices: Voices) -> None:
    """Nor would a topic of their words be told, as it would tell that there are any."""
    assert voices.release.execute(
        "select count(*) filter (where respondent_kind = 'employee'), count(*) > 1000 from conformed.fct_answer_topics"
        " inner join conformed.fct_survey_answers using (survey_answer_key)"
    ).fetchone() == (0, True)
