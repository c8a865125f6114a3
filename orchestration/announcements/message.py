"""The message of a refresh: how many alerts are new, by rule, severity and team, and where to look them up."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from orchestration.announcements.book import Alert
from orchestration.releases import Release
from orchestration.webhook import Message

GROUPS_SHOWN = 10
IDS_SHOWN = 1000
SEVERITIES = ("high", "medium", "low")


def alerts_message(alerts: Sequence[Alert], late: int, release: Release, as_of: str) -> Message:
    """One message for all of them. `late` says how many an earlier refresh could not tell of.

    Names of rules and teams, counts, keys, the release: no person, no words of anybody. `message_id` is that of the
    set of alerts, so that a message which comes twice is known by it.
    """
    keys = sorted(alert.key for alert in alerts)
    rules, teams = _counted(a.rule for a in alerts), _counted(a.team for a in alerts)
    severities = Counter(alert.severity for alert in alerts)
    head = f"{len(alerts):,} new alert{'s' if len(alerts) != 1 else ''} as of {as_of[:19]} UTC"
    text = f"{head}: {_listed(rules)}. By team: {_listed(teams)}."
    if high := severities["high"]:
        text += f" Of high severity: {high:,}."
    if late:
        text += f" {late:,} could not be told of before."
    return {
        "event": "alerts_raised",
        "text": f"{text} Release {release.number}.",
        "message_id": hashlib.sha256("\n".join(keys).encode()).hexdigest()[:32],
        "alert_count": len(alerts),
        "late_count": late,
        "by_rule": rules,
        "by_severity": {name: severities[name] for name in SEVERITIES if severities[name]},
        "by_team": teams,
        "alert_ids": keys[:IDS_SHOWN],
        "as_of": as_of[:19],
        "release": release.number,
        "database": f"releases/{release.path.name}/{release.database.name}",
    }


def _counted(names: Iterable[str]) -> dict[str, int]:
    """How often each is there, the most frequent first."""
    return dict(sorted(Counter(names).items(), key=lambda counted: (-counted[1], counted[0])))


def _listed(counts: dict[str, int]) -> str:
    shown = ", ".join(f"{name} {count:,}" for name, count in list(counts.items())[:GROUPS_SHOWN])
    return shown + (", ..." if len(counts) > GROUPS_SHOWN else "")
