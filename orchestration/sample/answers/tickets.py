"""The known answers of the ticket KPIs, from the events of simulated tickets (KPI catalogue, section 2)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from orchestration.sample.clock import DAY, day_text, month_starts
from orchestration.sample.simulation.tickets import ACTIVE, Change, Ticket, value_at

Answers = dict[str, object]
_BANDS = (("0-1", 1), ("1-3", 3), ("3-7", 7), ("7-30", 30))
_STALE_DAYS = 5
_FLOWS = (
    "created",
    "reopened",
    "recovered",
    "transferred_in",
    "transferred_out",
    "solved",
    "deleted",
    "merged",
)


def ticket_answers(tickets: list[Ticket], first_day: int, last_day: int) -> Answers:
    """Every ticket answer as of the last second of `last_day`; nothing after that is looked at."""
    as_of = (last_day + 1) * DAY - 1
    known = [t for t in tickets if t.created_at <= as_of]
    reasons = {t.ticket_id: _exclusion(t, as_of) for t in known}
    counted = [t for t in known if reasons[t.ticket_id] is None]
    excluded = Counter(reason for reason in reasons.values() if reason)
    return {
        "tickets": {
            "delivered": len(known),
            "excluded": {reason: excluded[reason] for reason in ("deleted", "merged_away")},
        },
        "ticket_volume": _volume(counted),
        "backlog": _backlog(known, first_day, last_day),
        "backlog_ledger": _ledger(known, first_day, last_day),
        "reopen_rate": _reopen_rate(counted, as_of),
        "resolution_minutes": _resolution(counted, as_of),
    }


def _exclusion(t: Ticket, as_of: int) -> str | None:
    """Why a ticket does not count: merged away, or deleted (and not recovered) at the instant."""
    if t.merged is not None and t.merged[0] <= as_of:
        return "merged_away"
    return "deleted" if t.status_at(as_of) == "deleted" else None


def _word(value: str | int | None) -> str:
    """A dimension's value as the source says it, in lower case; `none` where there is none."""
    return "none" if value is None else str(value).lower()


def topic_word(t: Ticket) -> str:
    """The custom field, else the first known topic word among the tags, which are lower case."""
    if t.topic is not None:
        return t.topic.lower()
    topics = sorted(tag for _, tag, _ in t.tags if tag not in ("vip", "follow_up", "beta", "x_imported"))
    return _word(topics[0] if topics else None)


def _volume(counted: list[Ticket]) -> Answers:
    days: Counter[str] = Counter()
    day_channels: dict[str, Counter[str]] = defaultdict(Counter)
    months: Counter[str] = Counter()
    by: dict[str, dict[str, Counter[str]]] = {
        name: defaultdict(Counter) for name in ("channel", "topic", "team")
    }
    for t in counted:
        day = day_text(t.created_at // DAY)
        month = day[:7]
        days[day] += 1
        months[month] += 1
        day_channels[day][_word(t.channel)] += 1
        by["channel"][month][_word(t.channel)] += 1
        by["topic"][month][topic_word(t)] += 1
        by["team"][month][_word(value_at(t.group, t.created_at))] += 1
    return {
        "month": dict(months),
        "day": dict(days),
        "day_by_channel_word": _plain(day_channels),
        "month_by_channel_word": _plain(by["channel"]),
        "month_by_topic_word": _plain(by["topic"]),
        "month_by_team_at_creation": _plain(by["team"]),
    }


def _plain(nested: dict[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {key: dict(sorted(counts.items())) for key, counts in nested.items()}


def _month_ends(first_day: int, last_day: int) -> Iterator[tuple[str, int]]:
    """Each month with its last instant (of the last one, the last instant of the window)."""
    starts = month_starts(first_day, last_day)
    for start, following in zip(starts, [*starts[1:], last_day + 1], strict=True):
        yield day_text(start)[:7], following * DAY - 1


def _backlog(known: list[Ticket], first_day: int, last_day: int) -> Answers:
    """Open tickets at the end of each month; those merged or deleted later are in it until then."""
    totals: dict[str, int] = {}
    unassigned: dict[str, int] = {}
    stale: dict[str, int] = {}
    channels: dict[str, Counter[str]] = {}
    teams: dict[str, Counter[str]] = {}
    ages: Counter[str] = Counter({name: 0 for name, _ in _BANDS} | {"30+": 0})
    open_tickets: list[Ticket] = []
    for month, end in _month_ends(first_day, last_day):
        open_tickets = [t for t in known if t.created_at <= end and t.status_at(end) in ACTIVE]
        totals[month] = len(open_tickets)
        unassigned[month] = sum(value_at(t.assignee, end) is None for t in open_tickets)
        stale[month] = sum(end - _last_touch(t, end) >= _STALE_DAYS * DAY for t in open_tickets)
        channels[month] = Counter(_word(t.channel) for t in open_tickets)
        teams[month] = Counter(_word(value_at(t.group, end)) for t in open_tickets)
    for t in open_tickets:
        age = (last_day + 1) * DAY - 1 - t.created_at
        ages[next((name for name, days in _BANDS if age < days * DAY), "30+")] += 1
    return {
        "month_end": totals,
        "month_end_by_channel_word": _plain(channels),
        "month_end_by_team": _plain(teams),
        "month_end_unassigned": unassigned,
        "month_end_stale": stale,
        "age_days_at_as_of": dict(ages),
    }


def _last_touch(t: Ticket, end: int) -> int:
    """The last change of status, team, assignee or priority, or message, up to an instant."""
    changes = [c.at for field in (t.status, t.group, t.assignee, t.priority) for c in field]
    return max(at for at in [*changes, *(message.sent_at for message in t.messages)] if at <= end)


def _steps(t: Ticket, as_of: int) -> Iterator[tuple[int, str, str]]:
    """(instant, flow, team) of everything that moves the ticket into or out of a team's backlog."""
    status: str | None = None
    team = _word(value_at(t.group, t.created_at))
    events: list[tuple[int, int, Change]] = [(c.at, 0, c) for c in t.status] + [(c.at, 1, c) for c in t.group]
    for at, is_group, change in sorted(events, key=lambda event: event[:2]):
        if at > as_of:
            return
        if is_group:
            new_team = _word(change.value)
            if new_team != team and status in ACTIVE:
                yield at, "transferred_out", team
                yield at, "transferred_in", new_team
            team = new_team
            continue
        value = str(change.value)
        if status is None:
            yield at, "created", team
            if value not in ACTIVE:
                yield at, "solved", team
        elif status in ACTIVE and value not in ACTIVE:
            yield (
                at,
                {"deleted": "deleted", "closed": "merged" if t.merged else "solved"}.get(value, "solved"),
                team,
            )
        elif status not in ACTIVE and value in ACTIVE:
            yield at, "recovered" if status == "deleted" else "reopened", team
        status = value


def _ledger(known: list[Ticket], first_day: int, last_day: int) -> Answers:
    """Flows by month, in total and by team; in total a transfer is none."""
    as_of = (last_day + 1) * DAY - 1
    flows: dict[str, dict[str, Counter[str]]] = {}
    for t in known:
        for at, flow, team in _steps(t, as_of):
            of_month = flows.setdefault(day_text(at // DAY)[:7], {})
            of_month.setdefault(team, Counter())[flow] += 1
            if not flow.startswith("transferred"):
                of_month.setdefault("total", Counter())[flow] += 1
    ledger: dict[str, dict[str, dict[str, int]]] = {}
    closing: Counter[str] = Counter()
    teams = sorted({team for of_month in flows.values() for team in of_month})
    for month, _ in _month_ends(first_day, last_day):
        ledger[month] = {}
        for team in teams:
            counts = flows.get(month, {}).get(team, Counter())
            row = {"opening": closing[team]} | {flow: counts[flow] for flow in _FLOWS}
            into = sum(counts[flow] for flow in ("created", "reopened", "recovered", "transferred_in"))
            out = sum(counts[flow] for flow in ("transferred_out", "solved", "deleted", "merged"))
            closing[team] += into - out
            ledger[month][team] = row | {"closing": closing[team]}
    return {"month": ledger}


def _solves(t: Ticket, as_of: int) -> list[int]:
    """The instants at which a ticket became solved."""
    return [c.at for c in t.status if c.value == "solved" and c.at <= as_of]


def _reopen_rate(counted: list[Ticket], as_of: int) -> Answers:
    """Of tickets ever solved, by month of the first solve, those that ever left it for an active state."""
    months: dict[str, dict[str, int]] = {}
    for t in counted:
        solves = _solves(t, as_of)
        if not solves:
            continue
        row = months.setdefault(day_text(solves[0] // DAY)[:7], {"numerator": 0, "denominator": 0})
        row["denominator"] += 1
        # A ticket that was deleted and came back stands as it stood before.
        standing = [c for c in t.status if c.value != "deleted"]
        pairs = pairwise(standing)
        row["numerator"] += any(a.value == "solved" and b.value in ACTIVE and b.at <= as_of for a, b in pairs)
    return {"month": dict(sorted(months.items()))}


def _resolution(counted: list[Ticket], as_of: int) -> Answers:
    """Seconds from creation to the last (full) and first resolution of tickets still resolved."""
    seconds: dict[str, dict[str, list[int]]] = {"full": defaultdict(list), "first": defaultdict(list)}
    for t in counted:
        solves = _solves(t, as_of)
        if not solves or t.status_at(as_of) in ACTIVE:
            continue
        for variant, at in (("full", solves[-1]), ("first", solves[0])):
            seconds[variant][day_text(at // DAY)[:7]].append(at - t.created_at)
    return {
        variant: {
            month: {
                "n": len(values),
                "sum_seconds": sum(values),
                "mean_minutes": sum(values) / 60 / len(values),
                "median_minutes": median(values) / 60,
            }
            for month, values in sorted(months.items())
        }
        for variant, months in seconds.items()
    }
