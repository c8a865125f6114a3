"""Releases written by hand, as small as the sender needs them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime

import duckdb

from orchestration.announcements import Telling
from orchestration.home import Home
from orchestration.releases import Release, find_release
from orchestration.releases.store import TOLD, log, point_current_at, release_path

SECRETS = ("Ann Lee", "ann.lee@example.com", "Your service is a disgrace", "cust-4711", "+33 6 12 34 56 78")
"""Planted in every release beside the alerts; none of them may get out."""

TABLE = """
create schema conformed;
create table conformed.fct_feedback_alerts (
    feedback_alert_key text, alert_rule text, severity text, team text, raised_at timestamp, agent text, verbatim text,
    customer_key text, email text, phone text
);
"""
Refresh = Callable[..., Telling]


def write_release(home: Home, number: int, alerts: Mapping[str, str], as_of: str) -> Release:
    """Publishes `alerts` (key -> instant of the answer) as release `number`. `d1` is one of the rule detractor."""
    path = release_path(home, number)
    path.mkdir(parents=True)
    with duckdb.connect(str(path / "warehouse.duckdb")) as connection:
        connection.execute(TABLE)
        for key, raised_at in alerts.items():
            rule, severity = ("detractor", "high") if key.startswith("d") else ("dissatisfied", "medium")
            team = "billing" if key.endswith("1") else "unknown"
            row = [key, rule, severity, team, datetime.fromisoformat(raised_at), *SECRETS]
            marks = ", ".join("?" * len(row))
            connection.execute(f"insert into conformed.fct_feedback_alerts values ({marks})", row)
    manifest = {name: {} for name in TOLD} | {"number": number, "as_of": as_of, "created_at": as_of}
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    log(home, event="written", release=number)
    point_current_at(home, number, "published")
    return find_release(home, number)
