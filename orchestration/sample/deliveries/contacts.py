"""Contacts beside the helpdesk, as files of the input contract: calls, chats, sessions, complaints."""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.sample.clock import DAY, HOUR, utc
from orchestration.sample.deliveries.tables import Table, Version
from orchestration.sample.deliveries.world import World, account_of, contact_of, files_table, sample_tickets
from orchestration.sample.simulation.tickets import Ticket


def contact_tables(world: World) -> Iterator[Table]:
    """Telephony, self-service, complaints and quality reviews."""
    yield files_table(
        "telephony.calls",
        "call_id direction queue topic started_at queued_at answered_at ended_at outcome ivr_seconds"
        " queue_seconds"
        " talk_seconds hold_seconds wrap_seconds agent_id account_id contact_id ticket_id",
        _calls(world),
        "append",
        "csv.gz",
    )
    yield files_table(
        "telephony.chats",
        "chat_id started_at accepted_at ended_at outcome agent_id handling_seconds team_id queue concurrency"
        " account_id contact_id ticket_id topic",
        _chats(world),
        "append",
        "csv.gz",
    )
    yield files_table(
        "self_service.sessions",
        "session_id channel visitor_id account_id started_at ended_at has_intent topic outcome ticket_id",
        _sessions(world),
        "append",
        "jsonl.gz",
    )
    yield files_table(
        "ticketing.complaints",
        "complaint_id ticket_id account_id received_at channel topic severity severity_final status"
        " acknowledged_at"
        " resolved_at due_at outcome was_timely compensation currency",
        _complaints(world),
        "upsert",
    )
    yield files_table(
        "ticketing.quality_reviews",
        "review_id ticket_id agent_id reviewed_at points_earned points_applicable has_critical_error",
        _reviews(world),
        "upsert",
    )


def _calls(w: World) -> Iterator[list[Version]]:
    """A call for voice tickets, then calls without a ticket."""
    rng = w.rng
    voice = [t for t in w.tickets if t.channel == "voice"][: w.share(2500)]
    starts: list[tuple[int, Ticket | None]] = [(t.created_at, t) for t in voice]
    starts += [(at, None) for at in w.instants(w.share(3400))]
    for number, (at, ticket) in enumerate(starts, 1):
        ivr, queue = rng.randint(5, 40), int(rng.expovariate(1 / 35))
        outcome = (
            "handled"
            if ticket
            else rng.choices(
                ("handled", "abandoned", "ivr_contained", "ivr_abandoned", "voicemail"), (76, 10, 8, 4, 2)
            )[0]
        )
        is_handled = outcome == "handled"
        talk = int(rng.lognormvariate(5.4, 0.6)) if is_handled else None
        queued_at = at + ivr if not outcome.startswith("ivr") else None
        answered_at = at + ivr + queue if is_handled else None
        ended_at = at + ivr + (queue if queued_at else 0) + (talk or 0)
        agent = w.company.agents[rng.randrange(min(5, len(w.company.agents)))].user_id if is_handled else None
        account_id = (
            account_of(ticket) if ticket else (w.account(at).account_id if rng.random() < 0.7 else None)
        )
        row = (
            f"call-{number:06d}",
            "inbound",
            "main" if queued_at else None,
            ticket.topic if ticket else rng.choice(("billing", "login", None)),
            utc(at),
            utc(queued_at) if queued_at else None,
            utc(answered_at) if answered_at else None,
            utc(ended_at),
            outcome,
            ivr,
            queue if queued_at else None,
            talk,
            0 if is_handled else None,
            rng.randint(10, 90) if is_handled else None,
            agent,
            account_id,
            contact_of(ticket) if ticket else None,
            ticket.ticket_id if ticket else None,
        )
        yield [(ended_at, row)]


def _chats(w: World) -> Iterator[list[Version]]:
    rng = w.rng
    for number, ticket in enumerate([t for t in w.tickets if t.channel == "chat"][: w.share(3000)], 1):
        at = ticket.created_at
        outcome = rng.choices(("handled", "bot_contained", "abandoned"), (80, 12, 8))[0]
        is_handled = outcome == "handled"
        accepted_at, ended_at = at + rng.randint(5, 120), at + rng.randint(300, 1800)
        row = (
            f"chat-{number:06d}",
            utc(at),
            utc(accepted_at) if is_handled else None,
            utc(ended_at),
            outcome,
            w.company.agents[number % 5].user_id if is_handled else None,
            (ended_at - accepted_at) // 2 if is_handled else None,
            ticket.group[-1].value,
            "chat",
            "1.8" if is_handled else None,
            account_of(ticket),
            contact_of(ticket),
            ticket.ticket_id,
            ticket.topic,
        )
        yield [(ended_at, row)]


def _sessions(w: World) -> Iterator[list[Version]]:
    rng = w.rng
    for number, at in enumerate(w.instants(w.share(5000)), 1):
        outcome = rng.choices(("left", "solved_stated", "contained", "escalated"), (48, 27, 15, 10))[0]
        ended_at = at + rng.randint(20, 900)
        account_id = w.account(at).account_id if rng.random() < 0.6 else None
        topic = rng.choice(("billing", "login", "how_to", None))
        channel = rng.choice(("help_centre", "help_centre", "bot", "community"))
        row = (
            f"ses-{number:06d}",
            channel,
            f"v{rng.randint(1, 4000)}",
            account_id,
            utc(at),
            utc(ended_at),
            rng.random() < 0.8,
            topic,
            outcome,
            None,
        )
        yield [(ended_at, row)]


def _complaints(w: World) -> Iterator[list[Version]]:
    rng = w.rng
    for number, ticket in enumerate(sample_tickets(w, 400), 1):
        at = ticket.created_at + HOUR
        severity = rng.choices(("low", "medium", "high"), (50, 38, 12))[0]
        due_at, known_at = at + 14 * DAY, at + rng.randint(1, 3) * DAY
        resolved_at = known_at + int(rng.expovariate(1 / (7 * DAY)))
        head = (
            f"cmp-{number:05d}",
            ticket.ticket_id,
            account_of(ticket),
            utc(at),
            ticket.channel.lower(),
            ticket.topic,
            severity,
        )
        timely = "true" if resolved_at <= due_at else "false"
        w.resolved_complaints.append((head[0], ticket, resolved_at))
        yield [
            (at, (*head, None, "open", None, None, utc(due_at), None, None, None, None)),
            (known_at, (*head, None, "pending", utc(known_at), None, utc(due_at), None, None, None, None)),
            (
                resolved_at,
                (
                    *head,
                    severity,
                    "closed",
                    utc(known_at),
                    utc(resolved_at),
                    utc(due_at),
                    rng.choice(("upheld", "rejected", "explanation", "monetary_relief")),
                    timely,
                    "20.00",
                    "EUR",
                ),
            ),
        ]


def _reviews(w: World) -> Iterator[list[Version]]:
    rng = w.rng
    for number, ticket in enumerate(sample_tickets(w, 1500), 1):
        at = ticket.created_at + rng.randint(5, 20) * DAY
        agent_id = w.agent_of(ticket, at)
        if agent_id is not None:
            points = rng.choice((60, 75, 80, 90, 95, 100))
            yield [
                (
                    at,
                    (
                        f"rev-{number:05d}",
                        ticket.ticket_id,
                        agent_id,
                        utc(at),
                        points,
                        100,
                        "true" if points == 60 else "false",
                    ),
                )
            ]
