"""The helpdesk's people and calendars in Zendesk's tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from orchestration.sample.clock import DAY, HOUR, day_text, to_date, to_day, utc
from orchestration.sample.deliveries.tables import Version
from orchestration.sample.simulation.company import Company

_SCHEDULES = (
    (7001, "Europe", "Paris", 9 * 60, 18 * 60, (date(2022, 1, 3)), "FR"),
    (7002, "North America", "Eastern Time (US & Canada)", 9 * 60, 17 * 60, (date(2022, 9, 1)), "US"),
)


_HOLIDAYS = {
    "FR": (
        (1, 1, "Jour de l'an"),
        (5, 1, "Fête du Travail"),
        (7, 14, "Fête nationale"),
        (8, 15, "Assomption"),
        (11, 11, "Armistice"),
        (12, 25, "Noël"),
    ),
    "US": (
        (1, 1, "New Year's Day"),
        (6, 19, "Juneteenth"),
        (7, 4, "Independence Day"),
        (12, 24, "Christmas"),
        (12, 25, "Christmas"),
    ),
}


def users(company: Company) -> Iterator[list[Version]]:
    """`user`: agents with what became of them, and everybody who writes in."""
    for agent in company.agents:
        hired = utc(agent.hired_at)
        role = "admin" if agent.is_admin else "agent"
        head = (agent.user_id, hired, agent.email, agent.name, None)
        versions: list[Version] = [(agent.hired_at, (*head, role, "true", "false", None, "Paris", hired))]
        if agent.left_at is not None:
            role, active = ("end-user", "true") if agent.becomes_end_user else (role, "false")
            versions.append(
                (agent.left_at, (*head, role, active, "false", None, "Paris", utc(agent.left_at)))
            )
        yield versions
    for person in [p for o in company.organizations for p in o.people] + company.strangers:
        at = utc(person.created_at)
        row = (
            person.user_id,
            at,
            person.email,
            person.name,
            person.organization_id,
            "end-user",
            "true",
            "false",
            None,
            "Paris",
            at,
        )
        yield [(person.created_at, row)]


def schedules(known_at: int) -> Iterator[list[Version]]:
    """`schedule`: one row for each opening interval, in minutes since Sunday 00:00 local."""
    for schedule_id, name, zone, opens, closes, created, _ in _SCHEDULES:
        for weekday in range(1, 6):
            start = weekday * 24 * 60
            row = (
                schedule_id,
                name,
                zone,
                start + opens,
                start + closes,
                utc(to_day(created) * DAY + 9 * HOUR),
                utc(known_at),
            )
            yield [(known_at, row)]


def holidays(company: Company) -> Iterator[list[Version]]:
    """`schedule_holiday`: public holidays of the span and the year before."""
    known_at = company.first_day * DAY
    last_year = to_date(company.first_day + company.days).year
    number = 0
    for schedule_id, _, _, _, _, _, country in _SCHEDULES:
        for year in range(to_date(company.first_day).year - 1, last_year + 1):
            for month, day, name in _HOLIDAYS[country]:
                number += 1
                on = day_text(to_day(date(year, month, day)))
                yield [(known_at, (schedule_id, number, name, on, on, utc(known_at)))]
