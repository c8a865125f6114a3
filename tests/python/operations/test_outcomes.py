"""What a refresh came to is told once: one message for fifty failed checks, one when it works again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from listening import Webhook

from orchestration.announcements.outcomes import tell_of_outcome
from orchestration.errors import CxwError, ExitCode
from orchestration.home import Home
from orchestration.operations.nightly import recorded

NIGHT = datetime(2025, 6, 2, 2, 0, tzinfo=UTC)
FIFTY = [f"marts.kpi_values.check_{number}" for number in range(50)]


@pytest.fixture
def home(tmp_path: Path, webhook: Webhook) -> Home:
    found = Home(tmp_path / "home")
    found.releases.mkdir(parents=True)
    found.settings_file.write_text(f"alert_webhook: {webhook.address}\n", encoding="utf-8")
    return found


def test_fifty_failures_are_one_message_and_the_recovery_another(home: Home, webhook: Webhook) -> None:
    for _ in range(3):
        with pytest.raises(CxwError), recorded(home):
            raise CxwError("50 of 68 checks failed: Ann Lee", ExitCode.AUDIT_FAILED, FIFTY)
    for _ in range(2):
        with recorded(home):
            pass
    failed, recovered = webhook.messages
    assert (failed["event"], failed["cause_count"], failed["run_id"]) == ("refresh_failed", 50, "refresh 1")
    assert failed["causes"] == FIFTY[:10] and "Ann" not in str(failed)
    assert (recovered["event"], recovered["run_id"]) == ("refresh_recovered", "refresh 4")


def test_the_same_failure_is_told_again_after_the_window_and_another_one_at_once(
    home: Home, webhook: Webhook
) -> None:
    for hours, causes in ((0, FIFTY), (11, FIFTY), (11, ["dim_team"]), (24, ["dim_team"])):
        tell_of_outcome(
            home, "refresh", reason="BUILD_FAILED", causes=causes, now=NIGHT + timedelta(hours=hours)
        )
    assert [message["cause_count"] for message in webhook.messages] == [50, 1, 1]


def test_a_message_that_did_not_arrive_is_tried_by_the_next_refresh(home: Home, webhook: Webhook) -> None:
    webhook.status = 500
    with pytest.raises(CxwError), recorded(home) as recording:
        raise CxwError("x", ExitCode.BUILD_FAILED)
    assert "was not told what the refresh came to (HTTP 500)" in recording.warnings[0]
    webhook.messages.clear()
    webhook.status = 200
    with pytest.raises(CxwError), recorded(home):
        raise CxwError("x", ExitCode.BUILD_FAILED)
    assert len(webhook.messages) == 1


def test_without_a_webhook_nobody_is_told_and_nothing_fails(home: Home, webhook: Webhook) -> None:
    home.settings_file.unlink()
    with pytest.raises(ValueError), recorded(home):
        raise ValueError("defect")
    assert webhook.messages == []
