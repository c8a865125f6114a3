"""Each alert is told of once, while it is news, and without anybody's name."""

from __future__ import annotations

import json
import shutil
import stat
from datetime import date, timedelta

import pytest
from listening import Webhook
from small_releases import SECRETS, Refresh

from orchestration.announcements import message
from orchestration.home import Home
from orchestration.releases.store import read_log, rollback

OLD = {"c1": "2025-06-01T10:00:00", "d2": "2025-06-30T10:00:00"}
NEWS = {"d1": "2025-07-01T09:00:00", "d3": "2025-07-01T10:00:00", "c9": "2025-07-01T11:00:00"}
NIGHT = "2025-07-02T00:00:00.000000"


def _told(webhook: Webhook) -> list[list[str]]:
    return [told["alert_ids"] for told in webhook.messages]


def test_a_home_begins_in_silence_and_tells_of_what_comes_then(refresh: Refresh, webhook: Webhook) -> None:
    begun = refresh(OLD)
    assert begun.sentence == "there already, taken as known: 2; new ones are told from the next refresh on"
    assert webhook.messages == []
    assert refresh(OLD | NEWS, NIGHT).sentence == "told of 3 new"
    assert _told(webhook) == [["c9", "d1", "d3"]]
    assert refresh(OLD | NEWS, NIGHT).sentence is None
    assert refresh(OLD | NEWS, "2025-07-03T00:00:00.000000").sentence is None
    assert len(webhook.messages) == 1


def test_one_message_has_counts_and_keys_and_no_person(
    home: Home, refresh: Refresh, webhook: Webhook
) -> None:
    refresh(OLD)
    refresh(OLD | NEWS, NIGHT)
    [told] = webhook.messages
    assert told.pop("message_id")
    assert told == {
        "event": "alerts_raised",
        "text": "3 new alerts as of 2025-07-02T00:00:00 UTC: detractor 2, dissatisfied 1. By team: unknown 2, billing 1."
        " Of high severity: 2. Release 2.",
        "alert_count": 3,
        "late_count": 0,
        "by_rule": {"detractor": 2, "dissatisfied": 1},
        "by_severity": {"high": 2, "medium": 1},
        "by_team": {"unknown": 2, "billing": 1},
        "alert_ids": ["c9", "d1", "d3"],
        "as_of": "2025-07-02T00:00:00",
        "release": 2,
        "database": "releases/000002/warehouse.duckdb",
    }
    written = json.dumps(told) + (home.state / "alerts.json").read_text() + json.dumps(read_log(home))
    assert [secret for secret in SECRETS if secret in written] == []
    assert webhook.address not in written
    assert str(home.root) not in json.dumps(told)
    assert stat.S_IMODE(home.state.stat().st_mode) == 0o700


def test_years_of_history_are_no_news_on_the_first_night_nor_when_they_come_later(
    refresh: Refresh, webhook: Webhook
) -> None:
    years = {f"h{n}": f"{date(2020, 1, 1) + timedelta(days=30 * n)}T10:00:00" for n in range(60)}
    refresh(years)
    assert webhook.messages == []
    more = {f"e{n}": day for n, day in enumerate(years.values())}
    told = refresh(years | more, NIGHT)
    assert told.sentence == "none is new; too late to be told, and in the release: 60"
    assert webhook.messages == []
    assert refresh(years | more | NEWS, NIGHT).told == 3


def test_the_window_is_that_of_the_settings(refresh: Refresh, webhook: Webhook) -> None:
    refresh({})
    edge = {"d1": "2025-06-28T00:00:00", "d2": "2025-06-27T23:59:59"}
    assert refresh(edge, NIGHT, days=3).told == 1
    assert refresh(edge, NIGHT, days=30).told == 0
    assert _told(webhook) == [["d1"]]


def test_weeks_without_a_refresh_lose_nothing(refresh: Refresh, webhook: Webhook) -> None:
    refresh({})
    assert (
        refresh({"d1": "2025-07-02T10:00:00", "d2": "2025-06-23T10:00:00"}, "2025-09-01T00:00:00").told == 1
    )
    assert _told(webhook) == [["d1"]]


def test_an_earlier_day_has_no_news_and_takes_none_away(refresh: Refresh, webhook: Webhook) -> None:
    refresh(OLD)
    assert refresh(OLD | {"d7": "2025-06-20T10:00:00"}, "2025-06-21T00:00:00.000000").sentence is None
    assert webhook.messages == []
    assert refresh(OLD | NEWS, NIGHT).told == 3


def test_never_again_after_rollback_or_a_rebuild(home: Home, refresh: Refresh, webhook: Webhook) -> None:
    refresh(OLD)
    refresh(OLD | NEWS, NIGHT)
    rollback(home)
    refresh(OLD | NEWS, NIGHT)
    for lost in ([home.releases], [home.state], [home.releases, home.state]):
        for folder in lost:
            shutil.rmtree(folder)
        home.current.unlink(missing_ok=True)
        refresh(OLD | NEWS, NIGHT)
        refresh(OLD | NEWS, "2025-07-03T00:00:00.000000")
    assert _told(webhook) == [["c9", "d1", "d3"]]


def test_an_alert_that_goes_and_comes_back_is_not_new(refresh: Refresh, webhook: Webhook) -> None:
    refresh({})
    refresh(NEWS, NIGHT)
    refresh({}, NIGHT)
    refresh(NEWS, NIGHT)
    assert len(webhook.messages) == 1


def test_where_the_file_was_lost_what_came_since_the_last_release_is_told(
    home: Home, refresh: Refresh, webhook: Webhook
) -> None:
    refresh(OLD)
    (home.state / "alerts.json").unlink()
    assert refresh(OLD | NEWS, NIGHT).told == 3


def test_without_a_webhook_nothing_is_sent_which_is_said_once(refresh: Refresh, webhook: Webhook) -> None:
    nobody = "settings.yml names no alert_webhook; nobody is told of new ones"
    assert refresh(OLD, address=None).sentence == nobody
    assert refresh(OLD | NEWS, NIGHT, address=None).sentence is None
    assert refresh(OLD | NEWS, NIGHT).sentence is None
    assert refresh(OLD | NEWS | {"d5": NEWS["d1"]}, NIGHT).told == 1
    assert refresh(OLD, NIGHT, address=None).sentence == nobody
    assert _told(webhook) == [["d5"]]


def test_many_groups_and_keys_are_cut_short(
    refresh: Refresh, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message, "IDS_SHOWN", 2)
    monkeypatch.setattr(message, "GROUPS_SHOWN", 1)
    refresh({})
    refresh(NEWS, NIGHT)
    [told] = webhook.messages
    assert (told["alert_count"], told["alert_ids"]) == (3, ["c9", "d1"])
    assert ": detractor 2, .... By team: unknown 2, .... " in told["text"]
