"""Status histories written by hand, one ticket for each rule, and the deliveries that bring them."""

from __future__ import annotations

from pathlib import Path

# The clock change of 27 October 2024 in Paris lies between the creation of `aged` and the earlier instant.
EARLIER = "2024-10-27T22:30:00"
LATER = "2024-12-01T00:00:00"

HEADER = (
    "ticket_id,channel,status,created_at,solved_at,closed_at,updated_at,is_deleted,merged_into_ticket_id"
    ",team_id,assignee_id"
)
# Every ticket is created on October 1 at 09:00 unless it says otherwise; instants are month-day, at 09:00.
# ticket -> (status, solved, closed, updated, history of the status, where there is one)
TICKETS: dict[str, tuple[str, str, str, str, str]] = {
    # The history ends before the ticket does.
    "lagging": ("closed", "10-03", "10-05", "10-05", "10-01 open"),
    "lagging undated": ("solved", "", "", "10-10", "10-01 open"),
    "lagging solved again": ("solved", "10-02", "", "10-10", "10-01 open,10-02 solved,10-04 open"),
    "lagging reopened": ("open", "10-03", "", "10-06", "10-01 open"),
    "lagging half": ("closed", "10-20", "11-05", "11-05", "10-01 open"),
    "lagging later": ("closed", "11-03", "11-05", "11-05", "10-01 open"),
    "lagging merged": ("closed", "", "", "10-04", "10-01 open"),
    # Merged away, and active by their histories: nobody says when it was; written on after it; not merged yet.
    "merged timeless": ("closed", "", "", "", "10-01 open,10-02 pending"),
    "merged and reopened": ("open", "", "", "10-04", "10-01 open,10-03 closed,10-06 open"),
    "merged in december": ("closed", "", "12-05", "12-05", "10-01 open,12-05 closed"),
    # The ticket ends before its history does, or does not say when it was so.
    "older": ("open", "", "", "10-01", "10-01 open,10-02 solved"),
    "timeless": ("solved", "", "", "", "10-01 open,10-02 pending"),
    # Both are whole, and the ticket is ahead of the earlier instant.
    "whole": ("open", "10-02", "", "11-10", "10-01 open,10-02 solved,11-10 open"),
    "one instant": ("open", "10-05", "", "10-05", "10-03 open,10-05 solved,10-05 open"),
    # Words outside the closed list.
    "spelled": ("Solved", "10-04", "", "10-04", "10-01 New,10-04 SOLVED "),
    "foreign": ("solved", "", "", "", "10-01 open,10-04 resolved"),
    # Gone on November 10.
    "deleted": ("deleted", "", "", "11-10", ""),
    "deleted by its status": ("deleted", "", "", "11-10", ""),
    "deleted after its history": ("open", "", "", "11-10", "10-01 new,10-02 open"),
    # A recovery solves nothing, and a closing does not bring back a solve that a reopening undid.
    "recovered": ("solved", "", "", "10-09", "10-01 open,10-02 solved,10-06 deleted,10-09 solved"),
    "closed after reopening": ("closed", "", "", "10-05", "10-01 open,10-02 solved,10-04 open,10-05 closed"),
    "recovered as closed": ("closed", "", "", "10-09", "10-01 open,10-03 closed,10-06 deleted,10-09 closed"),
    # The instant that it states is of its first closing.
    "closed again": (
        "closed",
        "10-08",
        "10-03",
        "10-10",
        "10-01 open,10-03 closed,10-05 open,10-08 solved,10-10 closed",
    ),
    # Closed again at no known time: the instant of its history, and the one that it states, are of the first closing.
    "closed again undated": ("closed", "", "", "10-20", "10-01 open,10-03 closed,10-05 open"),
    "closed again stale": ("closed", "", "10-03", "10-20", "10-01 open,10-03 closed,10-05 open"),
    "closed after solves": ("closed", "", "", "10-20", "10-01 open,10-02 solved,10-03 closed,10-05 solved"),
    # No history, and closed without saying when.
    "closed": ("closed", "10-03", "", "10-05", ""),
}
DELETED = ("deleted", "deleted after its history")


# ticket -> (updated, team and assignee of the record, histories of both); priority has a history alone.
HANDS: dict[str, tuple[str, str, str, str, str]] = {
    "passed on": ("11-10", "second", "ben", "10-01 first", "10-01 ana"),
    "let go": ("10-20", "first", "", "10-01 first", "10-01 ana"),
    "passed on before": ("10-05", "second", "ben", "10-01 first,10-06 third", "10-01 ana,10-05 cleo"),
    "passed on timeless": ("", "second", "ben", "10-01 first", "10-01 ana"),
    "gone": ("10-20", "", "", "10-01 first", "10-01 ana"),
}


# ticket -> (updated, histories of both) of a later export that has neither column.
EXPORTED: dict[str, tuple[str, str, str]] = {
    "exported again": ("10-21", "10-01 first", "10-01 ana"),
    "exported alone": ("10-20", "10-01 first", "10-01 ana"),
    "let go by the history": ("10-20", "10-01 first,10-05 ", "10-01 ana,10-06 "),
}


def at(day: str) -> str:
    """The instant of a day as a file spells it; nothing where there is no day."""
    return f"2024-{day}T09:00:00" if day else ""


def _tickets() -> list[str]:
    lines = [HEADER]
    for name, (status, solved, closed, updated, _) in TICKETS.items():
        gone = "true" if name in DELETED else ""
        survivor = "lagging" if "merged" in name else ""
        instants = f"{at('10-01')},{at(solved)},{at(closed)},{at(updated)}"
        channel = "web" if name in DELETED else "email"
        lines.append(f"{name},{channel},{status},{instants},{gone},{survivor},,")
    for name, (updated, team, assignee, *_) in HANDS.items():
        gone = "true" if name == "gone" else ""
        lines.append(f"{name},email,open,{at('10-01')},,,{at(updated)},{gone},,{team},{assignee}")
    # It is in the later export, too.
    lines.append(f"exported again,email,open,{at('10-01')},,,{at('10-05')},,,first,ana")
    # 24 hours and 20 minutes before the earlier instant, on a night with 25 hours.
    return [*lines, "aged,chat,open,2024-10-26T22:10:00,,,,,,,"]


def _tickets_without_hands() -> list[str]:
    lines = ["ticket_id,channel,status,created_at,updated_at"]
    return lines + [
        f"{name},email,open,{at('10-01')},{at(updated)}" for name, (updated, *_) in EXPORTED.items()
    ]


def _changes() -> list[str]:
    lines = ["ticket_id,field,changed_at,value"]
    for name, (*_, history) in TICKETS.items():
        for day, value in (change.split(" ", 1) for change in history.split(",") if change):
            lines.append(f"{name},status,{at(day)},{value}")
    histories = {name: hands[3:] for name, hands in HANDS.items()}
    histories |= {name: hands[1:] for name, hands in EXPORTED.items()}
    for name, (teams, assignees) in histories.items():
        for field, history in (("team_id", teams), ("assignee_id", assignees), ("priority", "10-01 high")):
            for day, value in (change.split(" ", 1) for change in history.split(",")):
                lines.append(f"{name},{field},{at(day)},{value}")
    lines += [
        f"aged,topic,{at('10-27')},first topic",
        f"aged,topic,{at('11-05')},second topic",
        f"lagging,topic,{at('10-01')},",
        f"lagging,topic,{at('10-02')},second topic",
        f"recovered,topic,{at('10-01')},first topic",
        f"recovered,topic,{at('10-02')},second topic",
    ]
    return lines


SUBSCRIPTION_CHANGES = """
subscription_id,changed_at,status
S,2024-09-01T00:00:00,active
S,2024-10-10T00:00:00,paused
S,2024-10-10T00:00:00,past_due
S,2024-10-10T00:00:00,paused
S,2024-10-10T00:00:00,paused
"""

ZENDESK_TICKETS = """
id,status,created_at,updated_at,via_channel,priority,_fivetran_deleted,_fivetran_synced
1,closed,2024-10-01T09:00:00Z,2024-10-05T09:00:00Z,email,urgent,false,2024-10-06T00:00:00Z
2,open,2024-10-01T09:00:00Z,2024-11-10T09:00:00Z,email,,true,2024-11-11T00:00:00Z
4,closed,2024-10-01T09:00:00Z,2024-10-09T09:00:00Z,email,,false,2024-10-10T00:00:00Z
"""

# The other export has no group_id.
ZENDESK_TICKETS_OF_GROUPS = """
id,status,created_at,updated_at,via_channel,group_id,_fivetran_synced
3,open,2024-10-01T09:00:00Z,2024-10-05T09:00:00Z,email,7,2024-10-05T00:00:00Z
"""

ZENDESK_HISTORY = """
ticket_id,field_name,updated,value,user_id,_fivetran_synced
1,status,2024-10-01T09:00:00Z,new,20,2024-10-01T10:00:00Z
1,status,2024-10-02T09:00:00Z,open,20,2024-10-02T10:00:00Z
1,priority,2024-10-01T09:00:00Z,low,20,2024-10-01T10:00:00Z
4,status,2024-10-01T09:00:00Z,new,20,2024-10-10T00:00:00Z
4,status,2024-10-02T09:00:00Z,solved,20,2024-10-10T00:00:00Z
4,status,2024-10-03T09:00:00Z,closed,20,2024-10-10T00:00:00Z
4,status,2024-10-06T09:00:00Z,deleted,20,2024-10-10T00:00:00Z
4,status,2024-10-09T09:00:00Z,closed,20,2024-10-10T00:00:00Z
1,group_id,2024-10-01T09:00:00Z,5,20,2024-10-01T10:00:00Z
"""


def deliver(home: Path) -> None:
    """Writes the deliveries into the inbox of a home, with its settings."""
    deliveries = {
        "files/ticketing.tickets/1": "\n".join(_tickets()),
        "files/ticketing.tickets/2": "\n".join(_tickets_without_hands()),
        # All of it is delivered again, with one change more.
        "files/ticketing.ticket_changes/1": "\n".join(_changes()),
        "files/ticketing.ticket_changes/2": "\n".join(
            [*_changes(), "lagging,priority,2024-10-01T09:00:00,high"]
        ),
        "files/billing.subscription_changes/1": SUBSCRIPTION_CHANGES,
        "files/billing.subscription_changes/2": SUBSCRIPTION_CHANGES.strip() + "\nT,2024-10-10,active",
        "zendesk/ticket/1": ZENDESK_TICKETS,
        "zendesk/ticket/2": ZENDESK_TICKETS_OF_GROUPS,
        "zendesk/ticket_field_history/1": ZENDESK_HISTORY,
    }
    for path, text in deliveries.items():
        file = home / "inbox" / f"{path}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.strip() + "\n", encoding="utf-8")
    (home / "settings.yml").write_text("reporting_time_zone: Europe/Paris\n", encoding="utf-8")
