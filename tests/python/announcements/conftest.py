"""A home, a webhook that listens, and what a refresh does about alerts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from listening import Webhook, listening
from small_releases import Refresh, write_release

from orchestration import webhook as sending
from orchestration.announcements import Telling, recall, tell_of_alerts
from orchestration.home import Home
from orchestration.releases.store import next_number
from orchestration.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.root.mkdir()
    return home


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    monkeypatch.setattr(sending, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.3)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with listening() as found:
        yield found


@pytest.fixture
def refresh(home: Home, webhook: Webhook) -> Refresh:
    """What a refresh does about alerts: sees to the book, publishes, tells. `tells=False`: killed in between."""

    def run(
        alerts: Mapping[str, str],
        as_of: str = "2025-07-01T00:00:00.000000",
        *,
        address: str | None = webhook.address,
        days: int = 7,
        tells: bool = True,
    ) -> Telling:
        recall(home)
        release = write_release(home, next_number(home), alerts, as_of)
        settings = Settings(alert_webhook=address, alert_window_days=days)
        return tell_of_alerts(home, settings, release) if tells else Telling()

    return run
