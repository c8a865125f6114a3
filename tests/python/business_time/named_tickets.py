"""Tickets whose business minutes are derived by hand: zones that change their clocks within a week, shifts over midnight,
schedules of which some row cannot be read, and tickets that lose or gain a calendar on the way. Instants are UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Row = tuple[object, ...]
WORKDAYS, SUNDAY_TO_THURSDAY, SATURDAY_TO_WEDNESDAY = (1, 2, 3, 4, 5), (7, 1, 2, 3, 4), (6, 7, 1, 2, 3)
EVERY_DAY = tuple(range(1, 8))
SPOILED_FRIDAYS: dict[str, tuple[object, object, object]] = {
    "weekday 0": (0, 540, 1080),
    "weekday 8": (8, 540, 1080),
    "opens before midnight": (5, -60, 1080),
    "closes after the day": (5, 540, 1500),
    "opens and closes at once": (5, 540, 540),
    "weekday in words": ("Friday", 540, 1080),
    "no closing time": (5, 540, ""),
}
"""Nine to six from Monday to Thursday in Paris, and a last row of which the weekday or the minutes are wrong."""
NOWHERE, ATLANTIS = "Mars/Olympus_Mons", "Atlantis/Centre"


def _rows(name: str, zone: str, days: tuple[int, ...], opens: int, closes: int) -> list[Row]:
    return [(name, zone, day, opens * 60, closes * 60, "", "") for day in days]


def schedule_rows() -> list[Row]:
    """schedule_id, time_zone, weekday, opens_at_minute, closes_at_minute, valid_from, valid_to."""
    moved = _rows("moved house", "Europe/Paris", WORKDAYS, 9, 18)
    moved = [(*row[:5], "", "2015-12-31") for row in moved]
    moved += [
        (*row[:5], "2016-01-01", "") for row in _rows("moved house", "Pacific/Honolulu", WORKDAYS, 9, 18)
    ]
    return [
        *_rows("paris", "Europe/Paris", WORKDAYS, 9, 18),
        *_rows("paris always", "Europe/Paris", EVERY_DAY, 0, 24),
        *_rows("tehran", "Asia/Tehran", SATURDAY_TO_WEDNESDAY, 9, 17),
        *_rows("tehran evenings", "Asia/Tehran", EVERY_DAY, 22, 24),
        *_rows("amman", "Asia/Amman", SUNDAY_TO_THURSDAY, 8, 16),
        *_rows("amman nights", "Asia/Amman", EVERY_DAY, 0, 2),
        *_rows("cairo", "Africa/Cairo", SUNDAY_TO_THURSDAY, 9, 17),
        *_rows("cairo evenings", "Africa/Cairo", EVERY_DAY, 22, 24),
        *_rows("havana nights", "America/Havana", EVERY_DAY, 0, 2),
        *moved,
        *_rows("weekend nights", "Europe/Paris", (6, 7), 22, 6),
        *_rows("until midnight", "Europe/Paris", EVERY_DAY, 22, 0),
        *[
            (*row[:5], "2021-06-07", "2021-06-07")
            for row in _rows("one night", "Europe/Paris", EVERY_DAY, 22, 6)
        ],
        *[
            row
            for name, friday in SPOILED_FRIDAYS.items()
            for row in [
                *_rows(name, "Europe/Paris", (1, 2, 3, 4), 9, 18),
                (name, "Europe/Paris", *friday, "", ""),
            ]
        ],
        ("all refused", "Europe/Paris", "Monday", 540, 1080, "", ""),
        *_rows("nowhere", NOWHERE, WORKDAYS, 9, 18),
        *_rows("fridays on Mars", "Europe/Paris", (1, 2, 3, 4), 9, 18),
        *_rows("fridays on Mars", NOWHERE, (5,), 9, 18),
        *_rows("mondays in Atlantis", "Europe/Paris", (2, 3, 4, 5), 9, 18),
        *_rows("mondays in Atlantis", ATLANTIS, (1,), 9, 18),
    ]


@dataclass(frozen=True)
class Named:
    """A ticket, the minutes that it took by hand and why; of those on a lost calendar, which one counts them."""

    ticket_id: str
    schedule: str
    created: datetime
    solved: datetime | None
    minutes: float | None
    why: str
    turns: tuple[tuple[datetime, str], ...] = ()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


CHANGES = [
    Named(
        "tehran, wednesday", "tehran", _at("2021-09-21 11:30"), _at("2021-09-22 06:30"), 120,
        "Tuesday 16:00 (+04:30) to Wednesday 10:00 (+03:30): 16-17 and 9-10; the night had an hour more",
    ),
    Named(
        "tehran, monday", "tehran", _at("2021-03-21 13:00"), _at("2021-03-22 05:00"), 60,
        "Sunday 16:30 (+03:30) to Monday 09:30 (+04:30): half an hour each; the night had an hour less",
    ),
    Named(
        "tehran, twice 23:00", "tehran evenings", _at("2021-09-21 16:30"), _at("2021-09-22 08:30"), 180,
        "Tuesday 21:00 (+04:30) to Wednesday noon (+03:30): 22-23 once, 23-24 twice",
    ),
    Named(
        "amman, over a friday", "amman", _at("2021-10-28 12:00"), _at("2021-10-31 07:00"), 120,
        "Thursday 15:00 (+3) to Sunday 09:00 (+2): 15-16 and 8-9; the clocks changed on Friday",
    ),
    Named(
        "amman, no midnight", "amman nights", _at("2021-03-25 21:00"), _at("2021-03-26 00:00"), 60,
        "Thursday 23:00 (+2) to Friday 03:00 (+3): Friday began at 01:00, so 1-2 alone",
    ),
    Named(
        "amman, twice midnight", "amman nights", _at("2021-10-28 20:00"), _at("2021-10-29 01:00"), 180,
        "Thursday 23:00 (+3) to Friday 03:00 (+2): 0-1 twice, 1-2 once",
    ),
    Named(
        "cairo, over a friday", "cairo", _at("2023-10-26 13:30"), _at("2023-10-29 07:15"), 45,
        "Thursday 16:30 (+3) to Sunday 09:15 (+2): half an hour and a quarter",
    ),
    Named(
        "cairo, twice 23:00", "cairo evenings", _at("2023-10-26 18:00"), _at("2023-10-26 22:30"), 180,
        "Thursday 21:00 (+3) to Friday 00:30 (+2): 22-23 once, 23-24 twice",
    ),
    Named(
        "cairo, spring", "cairo evenings", _at("2023-04-27 19:00"), _at("2023-04-28 19:30"), 150,
        "Thursday 21:00 (+2) to Friday 22:30 (+3): two hours and a half; the midnight between them was skipped",
    ),
    Named(
        "havana, no midnight", "havana nights", _at("2021-03-14 04:00"), _at("2021-03-14 07:00"), 60,
        "Saturday 23:00 (-5) to Sunday 03:00 (-4): Sunday began at 01:00",
    ),
    Named(
        "havana, twice midnight", "havana nights", _at("2021-11-07 03:00"), _at("2021-11-07 08:00"), 180,
        "Saturday 23:00 (-4) to Sunday 03:00 (-5): 0-1 twice, 1-2 once",
    ),
    Named(
        "paris, spring weekend", "paris", _at("2021-03-26 16:00"), _at("2021-03-29 08:00"), 120,
        "Friday 17:00 (+1) to Monday 10:00 (+2): an hour each",
    ),
    Named(
        "paris, autumn week", "paris", _at("2021-10-24 22:00"), _at("2021-10-31 23:00"), 2700,
        "Monday 00:00 (+2) to Monday 00:00 (+1): five days of nine hours",
    ),
    Named(
        "paris, autumn week, always", "paris always", _at("2021-10-24 22:00"), _at("2021-10-31 23:00"), 10140,
        "the same week around the clock has 169 hours",
    ),
    Named(
        "paris, spring week, always", "paris always", _at("2021-03-21 23:00"), _at("2021-03-28 22:00"), 10020,
        "Monday 00:00 (+1) to Monday 00:00 (+2): 167 hours",
    ),
    Named(
        "sunday night", "weekend nights", _at("2021-06-06 19:00"), _at("2021-06-08 06:00"), 480,
        "Sunday 21:00 to Tuesday 08:00: 22:00 to 06:00 of Monday; Monday has no night of its own",
    ),
    Named(
        "night of spring", "weekend nights", _at("2021-03-27 20:00"), _at("2021-03-28 05:00"), 420,
        "Saturday 21:00 (+1) to Sunday 07:00 (+2): 22-02 and 03-06",
    ),
    Named(
        "night of autumn", "weekend nights", _at("2021-10-30 19:00"), _at("2021-10-31 06:00"), 540,
        "Saturday 21:00 (+2) to Sunday 07:00 (+1): 22-03, and 02-06 once more",
    ),
    Named(
        "until midnight", "until midnight", _at("2021-06-07 21:00"), _at("2021-06-08 21:30"), 150,
        "Monday 23:00 to Tuesday 23:30: an hour, and an hour and a half",
    ),
    Named(
        "one night", "one night", _at("2021-06-06 10:00"), _at("2021-06-09 10:00"), 480,
        "in force on Monday alone: from 22:00 to 06:00 of Tuesday, and nothing of Monday's own small hours",
    ),
    Named(
        "moved house", "moved house", _at("2015-12-31 16:00"), _at("2016-01-04 19:00"), 600,
        "Thursday 17:00 in Paris to Monday 09:00 in Honolulu: 17-18 in Paris, and the Friday of Honolulu",
    ),
]  # fmt: skip
"""Each on one schedule, across a change of clocks."""

MONDAY, TUESDAY, WEDNESDAY = _at("2016-06-06 08:00"), _at("2016-06-07 08:00"), _at("2016-06-08 08:00")


def _lost(
    ticket_id: str,
    schedule: str,
    calendar: str,
    solved: datetime | None,
    *turns: str,
    minutes: float | None = None,
) -> Named:
    """A ticket of Monday 10:00 in Paris, on another schedule each day from Tuesday on."""
    days = (MONDAY, TUESDAY, WEDNESDAY)
    history = tuple(zip(days, (schedule, *turns), strict=False)) if turns else ()
    return Named(ticket_id, schedule, MONDAY, solved, minutes, calendar, history)


LATER = _at("2016-06-09 08:00")
WITHOUT_CALENDAR = [
    _lost("no schedule", "", "none|unknown|no_schedule", LATER),
    _lost("no such schedule", "lost", "lost|unknown|unknown_schedule", LATER),
    _lost("no such zone", "nowhere", f"nowhere|{NOWHERE}|unknown_time_zone", LATER),
    _lost("some rows on Mars", "fridays on Mars", f"fridays on Mars|{NOWHERE}|unknown_time_zone", LATER),
    _lost(
        "some rows in Atlantis",
        "mondays in Atlantis",
        f"mondays in Atlantis|{ATLANTIS}|unknown_time_zone",
        LATER,
    ),
    *[_lost(name, name, f"{name}|Europe/Paris|unknown_hours", LATER) for name in SPOILED_FRIDAYS],
    _lost("all refused", "all refused", "all refused|unknown|unknown_hours", LATER),
    _lost("known, then not", "paris", f"nowhere|{NOWHERE}|unknown_time_zone", LATER, "nowhere"),
    _lost("not known, then known", "nowhere", f"nowhere|{NOWHERE}|unknown_time_zone", LATER, "paris"),
    _lost("known at both ends", "paris", f"nowhere|{NOWHERE}|unknown_time_zone", LATER, "nowhere", "paris"),
    _lost("two kinds of none", "paris", "lost|unknown|unknown_schedule", LATER, "lost", "nowhere"),
    _lost("schedule taken away", "paris", "none|unknown|no_schedule", LATER, ""),
    _lost("open, known, then not", "paris", f"nowhere|{NOWHERE}|unknown_time_zone", None, "nowhere"),
    _lost("open, known again", "nowhere", f"nowhere|{NOWHERE}|unknown_time_zone", None, "paris"),
]
"""Each needs time of a calendar that is not known: the first such stretch names it."""

SOLVED_BEFORE = [
    # Monday 10:00 to 12:00 in Paris.
    _lost(
        "solved while known", "paris", "paris|Europe/Paris|known", _at("2016-06-06 10:00"), "nowhere", minutes=120
    ),
    # Monday 10:00 to 18:00 and Tuesday 09:00 to 10:00 in Paris, then 12:30 to 14:30 in Tehran.
    _lost(
        "solved after a move", "paris", "tehran|Asia/Tehran|known", _at("2016-06-07 10:00"), "tehran", "nowhere",
        minutes=660,
    ),
]  # fmt: skip
"""Each comes to a calendar that is not known only after it was solved, and needs none of it."""
NAMED = [*CHANGES, *WITHOUT_CALENDAR, *SOLVED_BEFORE]
