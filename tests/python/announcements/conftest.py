"""A home, a webhook that listens, and what a refresh does about alerts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from listening import Webhook
from small_releases import Refresh, write_release

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
