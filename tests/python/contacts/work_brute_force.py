"""What work orders and quality reviews come to, straight from the deliveries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contact_brute_force import Contact, Counted, Member
from contact_company import AS_OF, Row

FORTNIGHT = timedelta(days=14)


@dataclass
class WorkOrder:
    """A completed work order whose asset and fault are known: was it fixed at once, and can one tell yet?"""

    completed: datetime
    is_fix: bool
    is_mature: bool
    customer: Member | None


def is_no_work(ticket: Contact | None) -> bool:
    """The ticket is spam or a test."""
    return bool(ticket and ticket.exclusion in ("spam", "test"))


def work_orders(counted: Counted) -> dict[str, WorkOrder | None]:
    """By id; None where it is in no ratio."""
    every = counted.tables["field_service.work_orders"]
    visits_of: dict[str, list[Row]] = defaultdict(list)
    for visit in every:
        visits_of[visit["work_order_id"]].append(visit)
    return {name: _judge(visits, every, counted) for name, visits in visits_of.items()}


def _judge(visits: list[Row], every: list[Row], counted: Counted) -> WorkOrder | None:
    fixes = [v for v in visits if v["outcome"] == "fixed" and v["completed_at"]]
    done = (fixes or visits[-1:])[0]["completed_at"]
    about = visits[0]["asset_id"], visits[0]["fault_code"]
    ticket, account = counted.tickets.get(visits[0]["ticket_id"]), visits[0]["account_id"]
    customer = ("account", counted.account[account]) if account else ticket.customer if ticket else None
    if not done or not all(about) or customer == ("account", "A7") or is_no_work(ticket):
        return None
    has_return = any(
        (v["asset_id"], v["fault_code"]) == about
        and v["completed_at"]
        and done < v["completed_at"] <= done + FORTNIGHT
        for v in every
    )
    is_fix = bool(fixes) and fixes[0]["visit_number"] == 1 and not has_return
    return WorkOrder(done, is_fix, done + FORTNIGHT <= AS_OF, customer)


def scored_reviews(counted: Counted) -> list[Row]:
    """Reviews whose points make a share, of tickets that are work."""
    return [review for review in reviews_of_work(counted) if is_scored(review)]


def reviews_of_work(counted: Counted) -> list[Row]:
    """Reviews of tickets that are work, or of none."""
    return [
        review
        for review in counted.tables["ticketing.quality_reviews"]
        if not is_no_work(counted.tickets.get(review["ticket_id"]))
    ]


def is_scored(review: Row) -> bool:
    """The points make a share."""
    return 0 <= review["points_earned"] <= review["points_applicable"] != 0


def quality_scores(counted: Counted) -> dict[tuple[date, str, str, str], tuple[int, float, float, int, int]]:
    """By day, team, agent and channel: reviews, points, those to be had, critical errors, without a score."""
    found: dict[tuple[date, str, str, str], list[Row]] = defaultdict(list)
    for review in reviews_of_work(counted):
        of = review_values(review, counted)
        found[review["reviewed_at"].date(), of["team"], of["agent"], of["channel"]].append(review)
    return {
        key: (
            len(reviews),
            sum(review["points_earned"] for review in reviews if is_scored(review)),
            sum(review["points_applicable"] for review in reviews if is_scored(review)),
            sum(review["has_critical_error"] is True for review in reviews),
            sum(not is_scored(review) for review in reviews),
        )
        for key, reviews in found.items()
    }


def review_values(review: Row, counted: Counted) -> dict[str, str]:
    """The members of each dimension to which a review belongs."""
    ticket, agent = counted.tickets.get(review["ticket_id"]), review["agent_id"]
    team = counted.team_at(agent, review["reviewed_at"])
    return {
        "total": "total",
        "agent": agent,
        "team": f"team {team[1:]}" if team else "unknown",
        "channel": ticket.channel if ticket else "unknown",
    }
