"""The command line and Dagster tell of new alerts alike, after the release, and never fail for it."""

from __future__ import annotations

import pytest
from listening import Webhook, listening
from stand_ins import RunJob, Stage

from orchestration import rooms
from orchestration import webhook as sending
from orchestration.home import Home
from orchestration.refresh import refresh
from orchestration.releases import find_release


def _counts(webhook: Webhook) -> list[tuple[int, int]]:
    return [(told["release"], told["alert_count"]) for told in webhook.messages]


def test_both_ways_tell_each_alert_once(
    home: Home, stage: Stage, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PAUSE_SECONDS", 0.0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    lines: list[str] = []

    def night(alerts: int) -> tuple[str, ...]:
        stage.alerts = alerts
        return refresh(home, progress=lines.append).warnings

    assert night(3) == ()
    assert lines[-1] == "alerts: settings.yml names no alert_webhook; nobody is told of new ones"
    with listening() as webhook:
        home.settings_file.write_text(f"alert_webhook: {webhook.address}\n", encoding="utf-8")
        stage.alerts = 5
        [published] = run_job().asset_materializations_for_node("release")
        assert (published.metadata["alerts_told"].value, published.metadata["alerts_waiting"].value) == (2, 0)
        assert night(9) == ()
        assert lines[-1] == "alerts: told of 4 new"
        assert _counts(webhook) == [(2, 2), (3, 4)]

        webhook.status, webhook.messages = 503, []
        failed = "alerts: could not tell of 1 (HTTP 503); the next refresh tries again"
        waiting = "alerts that earlier refreshes could not tell of, told after this one: 1"
        assert night(10) == (failed,)
        assert night(10) == (waiting, failed)
        assert waiting in find_release(home).manifest()["warnings"]
        webhook.status, webhook.messages = 200, []

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(rooms, "tell_of_alerts", killed)
            with pytest.raises(KeyboardInterrupt):
                night(11)
        assert (find_release(home).number, webhook.messages) == (6, [])
        night(11)
        assert _counts(webhook) == [(7, 2)]
