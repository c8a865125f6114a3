"""One ticket for each way in which others go wrong; the figures are in the tests, by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from ticket_company import Ticket

MONDAY = datetime(2025, 3, 3, 8)
"""09:00 in Paris, where the office opens; 03:00 in New York."""
HOUR = timedelta(hours=1)


def _ticket(name: str, created: datetime = MONDAY) -> Ticket:
    return Ticket(name, created, requester="c1", schedule="paris")


def _solved(ticket: Ticket, *hours: float) -> Ticket:
    """Solved and reopened in turn, so many hours after the creation."""
    ticket.statuses = [(ticket.created, "open")] + [
        (ticket.created + HOUR * after, ("solved", "open")[n % 2]) for n, after in enumerate(hours)
    ]
    ticket.status = ticket.statuses[-1][1]
    return ticket


def traps() -> list[Ticket]:
    """The tickets."""
    found = {
        name: _ticket(name)
        for name in (
            *("opened by an agent", "answered twice", "former agent", "bot", "reopened", "reopened and open"),
            *("good, then bad", "bad, then good", "offered", "merge", "merged away", "nobody", "on Mars"),
            *("another schedule", "long ago", "off hours", "before its time"),
            *("greeted by a bot", "solved again", "closed after work", "closed, then solved"),
            *("recovered as open", "recovered as solved"),
            *("opened with a note", "noted by another", "noted within a second", "asked in private"),
            "answered while another was merged",
            *("merge and return", "merged and back", "merge and recovery", "merged and recovered"),
            *("merge as solved", "merged as solved", "merge unseen", "merged unseen"),
            *("merge unseen by both", "merged unseen by both"),
        )
    }
    _merge_more(found)
    for name in ("opened by an agent", "answered twice"):
        found[name].submitter = "ana"
        found[name].say(MONDAY, "ana")
        _solved(found[name], 4)
    found["greeted by a bot"].submitter = "ana"
    found["greeted by a bot"].say(MONDAY, "robo")
    found["greeted by a bot"].say(MONDAY, "ana")
    # Ana writes down what the caller said, and writes to the caller an hour later.
    for name, author in (("opened with a note", "ana"), ("noted by another", "ben")):
        found[name].submitter = "ana"
        found[name].say(MONDAY, author, is_public=False)
        found[name].say(MONDAY + HOUR, "ana")
    found["noted within a second"].say(MONDAY, "ben", is_public=False)
    found["noted within a second"].say(MONDAY + timedelta(seconds=1), "ana")
    found["asked in private"].submitter = "ana"
    found["asked in private"].say(MONDAY, "c1", "customer", is_public=False)
    found["asked in private"].say(MONDAY + HOUR, "ana")
    found["answered twice"].say(MONDAY + 2 * HOUR, "c1", "customer")
    found["answered twice"].say(MONDAY + 3 * HOUR, "ana")
    found["former agent"].say(MONDAY + HOUR, "cleo")
    found["bot"].say(MONDAY + HOUR, "robo")
    found["bot"].say(MONDAY + 2 * HOUR, "helper", "bot")
    for name in ("reopened", "reopened and open"):
        found[name].say(MONDAY + HOUR, "ana")
    _solved(found["reopened"], 1, 5, 6)
    _solved(found["reopened and open"], 1, 5)
    for status in ("open", "solved"):
        recovered = _solved(found[f"recovered as {status}"], 1)
        recovered.statuses += [(MONDAY + 2 * HOUR, "deleted"), (MONDAY + 5 * HOUR, status)]
        recovered.status = status
    # Each says that it was solved after an hour: so it was, but it came back.
    _solved(found["solved again"], 1, 5, 6).solved = MONDAY + HOUR
    back = _solved(found["closed, then solved"], 1, 5, 6)
    back.statuses[1], back.solved = (MONDAY + HOUR, "closed"), MONDAY + HOUR
    # The history does not know of the second time, the ticket does.
    closed = _solved(found["closed after work"], 1, 5, 8)
    closed.statuses[-1], closed.status = (MONDAY + 8 * HOUR, "closed"), "closed"
    closed.solved = MONDAY + 7 * HOUR
    found["good, then bad"].scores = [
        (MONDAY, "good"),
        (MONDAY + HOUR, "bad"),
        (MONDAY + 2 * HOUR, "offered"),
    ]
    found["bad, then good"].scores = [(MONDAY, "bad"), (MONDAY + HOUR, "good")]
    found["offered"].scores = [(MONDAY, "offered")]
    merged = _solved(found["merged away"], 0.25)
    merged.statuses[-1] = (merged.statuses[-1][0], "closed")
    merged.status, merged.merged_into = "closed", "merge"
    found["merge"].say(MONDAY + HOUR * 0.25 + timedelta(seconds=4), "ana")
    found["merge"].say(MONDAY + HOUR * 0.25, "", "system")
    found["merge"].say(MONDAY + HOUR * 0.5, "ana")
    found["answered while another was merged"].say(MONDAY + HOUR * 0.25, "ana")
    found["nobody"].requester = ""
    found["nobody"].say(MONDAY + HOUR, "", "agent")
    found["on Mars"].schedule = "mars"
    found["on Mars"].say(MONDAY + HOUR, "ana")
    moved = found["another schedule"]
    moved.schedules = [(MONDAY, "paris"), (MONDAY + 12 * HOUR, "new york")]
    moved.say(MONDAY + 35 * HOUR + timedelta(minutes=1, seconds=46), "ben")
    long_ago = found["long ago"] = _ticket("long ago", MONDAY - timedelta(weeks=60))
    _solved(long_ago, 60 * 7 * 24)
    saturday = found["off hours"] = _ticket("off hours", datetime(2025, 3, 8, 9))
    saturday.say(saturday.created + HOUR, "ana")
    found["before its time"].say(MONDAY - 2 * HOUR, "c1", "customer")
    found["before its time"].say(MONDAY - HOUR, "ana")
    return list(found.values())


def _merge_more(found: dict[str, Ticket]) -> None:
    """Merged away and not only closed: written on and closed again, with a closed_at that the history does not have;
    deleted and recovered; solved and never closed; written on, and closed again in an update that the history does not
    have, be there an older closed_at or not. Each survivor has a copy for each instant, and one answer."""
    lives = {
        ("merged and back", "merge and return"): ("closed", "open", "closed"),
        ("merged and recovered", "merge and recovery"): ("closed", "deleted", "closed"),
        ("merged as solved", "merge as solved"): ("solved",),
        ("merged unseen", "merge unseen"): ("closed", "open", "closed"),
        ("merged unseen by both", "merge unseen by both"): ("closed", "open", "closed"),
    }
    for (name, survivor), turns in lives.items():
        merged = found[name]
        merged.statuses = [(MONDAY, "open"), *((MONDAY + HOUR * n, turn) for n, turn in enumerate(turns, 1))]
        merged.status, merged.merged_into = turns[-1], survivor
        found[survivor].say(MONDAY + HOUR + timedelta(seconds=2), "ana")
    found["merged and back"].closed = MONDAY + HOUR / 2
    found["merged unseen by both"].closed = MONDAY + HOUR
    for name in ("unseen", "unseen by both"):
        found[f"merged {name}"].updated = MONDAY + HOUR * 3
        found[f"merge {name}"].say(MONDAY + HOUR * 3 + timedelta(seconds=2), "ana")
        found[f"merge {name}"].say(MONDAY + HOUR * 4, "ana")
    for hours in (0.5, 2.5, 3):
        found["merge and return"].say(MONDAY + HOUR * hours, "ana")
    found["merge and recovery"].say(MONDAY + HOUR * 3, "ana")
    found["merge as solved"].say(MONDAY + HOUR * 2, "ana")
