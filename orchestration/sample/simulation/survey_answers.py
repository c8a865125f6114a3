"""The answers themselves: scores from a feeling, words that mostly agree, second thoughts, and follow-ups."""

from __future__ import annotations

from random import Random

from orchestration.sample.clock import DAY, HOUR
from orchestration.sample.simulation.surveys import FollowUp, Invitation, SurveyAnswer
from orchestration.sample.simulation.tickets import ACTIVE, Ticket
from orchestration.sample.simulation.verbatims import verbatim

_NEW_EFFORT_QUESTION = 150  # days after the first one
REPEATED, CHANGED = 0.01, 0.02  # of the first answers of those who answer everything
RECOMMENDING_SPREAD = 0.7
_DETRACTS = {"q-nps": 6, "q-nps-ticket": 6, "q-csat": 2}
_PRAISES = {"q-nps": 9, "q-nps-ticket": 9, "q-csat": 4}


class Pen:
    """Writes the answers of those who answer, and what was done about the unhappy ones."""

    def __init__(self, rng: Random, first_day: int) -> None:
        self.rng = rng
        self.follow_ups: list[FollowUp] = []
        self._new_effort_from = (first_day + _NEW_EFFORT_QUESTION) * DAY

    def after_ticket(
        self, invitation: Invitation, feeling: float, ticket: Ticket, agent_id: int | None, language: str
    ) -> None:
        """Satisfaction, effort, solved at once, and of every second one whether they would recommend."""
        rng = self.rng
        came_back = any(c.value in ACTIVE and c.at > invitation.sent_at for c in ticket.status)
        scores = {"q-csat": _rounded(0.2 + 0.5 * feeling, 1, 5)}
        effort = feeling + rng.gauss(0, 1)
        if invitation.sent_at < self._new_effort_from:
            scores["q-effort"] = _rounded(5.4 - 0.42 * effort, 1, 5)
        else:
            scores["q-ces"] = _rounded(0.8 + 0.62 * effort, 1, 7)
        scores["q-fcr"] = int(rng.random() < (0.15 if came_back else 0.85))
        if rng.random() < 0.5:
            scores["q-nps-ticket"] = _rounded(feeling + 0.6 + rng.gauss(0, RECOMMENDING_SPREAD), 0, 10)
        self._write(invitation, scores, agent_id, ticket.topic, language)

    def about_relation(self, invitation: Invitation, feeling: float, language: str) -> None:
        """Whether they would recommend us, and buy again."""
        scores = {
            "q-nps": _rounded(feeling + 0.6, 0, 10),
            "q-again": _rounded(0.9 + 0.4 * (feeling + self.rng.gauss(0, 1.2)), 1, 5),
        }
        self._write(invitation, scores, None, None, language)

    def of_employee(self, invitation: Invitation, feeling: float) -> None:
        """About themselves, and what they think that customers say: somewhat better than they do."""
        scores = {
            "q-enps": _rounded(feeling, 0, 10),
            "q-engagement": _rounded(0.9 + 0.4 * feeling, 1, 5),
            "q-predicted": _rounded(4.2 + self.rng.gauss(0, 0.6), 1, 5),
        }
        self._write(invitation, scores, invitation.respondent_id, None, None)

    def _write(
        self,
        invitation: Invitation,
        scores: dict[str, int],
        agent_id: int | None,
        topic: str | None,
        language: str | None,
    ) -> None:
        """The answers in the order of the questions; some stop after the first, some come again."""
        rng = self.rng
        at = (invitation.started_at or invitation.sent_at) + 40
        stops = language is not None and rng.random() < 0.03
        for number, (question_id, score) in enumerate(scores.items()):
            if stops and number:
                break
            at += rng.randint(5, 40)
            answer = SurveyAnswer(
                f"{invitation.invitation_id.replace('inv', 'ans')}-{question_id[2:]}",
                question_id,
                at,
                score,
                agent_id,
                language=language,
                is_complete=not stops,
            )
            if language is not None and question_id in _DETRACTS:
                answer.verbatim = self._words(question_id, score, language, topic)
            invitation.answers.append(answer)
        if language is None or stops:
            return
        first, draw = invitation.answers[0], rng.random()
        if draw < REPEATED:
            self._again(invitation, first, "again", first.answered_at, first.score)
        elif draw < REPEATED + CHANGED:
            best = 5 if first.question_id == "q-csat" else 10
            other = first.score + 1 if first.score < best else best - 1
            self._again(invitation, first, "changed", at + rng.randint(600, 40_000), other)
        for answer in invitation.answers:
            if answer.question_id in _DETRACTS and answer.score <= _DETRACTS[answer.question_id]:
                self._follow_up(answer, agent_id)
                break

    def _words(self, question_id: str, score: int, language: str, topic: str | None) -> str | None:
        """Who is unhappy writes more often."""
        mood = "neutral"
        if score <= _DETRACTS[question_id]:
            mood = "negative"
        elif score >= _PRAISES[question_id]:
            mood = "positive"
        chance = {"negative": 0.75, "neutral": 0.35, "positive": 0.45}[mood]
        return verbatim(self.rng, language, mood, topic) if self.rng.random() < chance else None

    def _again(self, invitation: Invitation, first: SurveyAnswer, suffix: str, at: int, score: int) -> None:
        """The same question once more: sent twice by the form, or changed by the customer."""
        answer_id = f"{first.answer_id}-{suffix}"
        words = first.verbatim if suffix == "again" else None
        invitation.answers.append(
            SurveyAnswer(answer_id, first.question_id, at, score, first.agent_id, words, first.language)
        )

    def _follow_up(self, answer: SurveyAnswer, agent_id: int | None) -> None:
        """Most are seen within the day, most of those get a call, and some of those a solution."""
        rng = self.rng
        at = answer.answered_at
        for kind, chance, hours in (
            ("acknowledged", 0.85, 6),
            ("customer_contacted", 0.8, 24),
            ("resolved", 0.6, 40),
        ):
            at += 300 + int(rng.expovariate(1 / (hours * HOUR)))
            if rng.random() >= chance:
                return
            number = len(self.follow_ups) + 1
            self.follow_ups.append(FollowUp(f"fol-{number:05d}", answer.answer_id, kind, agent_id, at))


def _rounded(value: float, low: int, high: int) -> int:
    return max(low, min(high, round(value)))
