"""`cxw status` says which alerts wait to be told, since when, and what came of the last try; it never fails for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from listening import Webhook
from small_releases import SECRETS, Refresh, write_release

from orchestration.announcements.book import BOOK
from orchestration.cli import cli
from orchestration.home import Home
from orchestration.releases.store import next_number, rollback

NEWS = {"d1": "2025-07-01T09:00:00", "c2": "2025-06-30T22:30:00"}
NIGHT, NEXT = "2025-07-02T00:00:00.000000", "2025-07-03T00:00:00.000000"
NONE_WAITS = "alerts:    none waits to be told"
Status = Callable[[], list[str]]


@pytest.fixture
def status(home: Home) -> Status:
    """What `cxw status` says of alerts, or warns of; it exits with 0."""

    def run() -> list[str]:
        done = CliRunner().invoke(cli, ["--home", str(home.root), "status"])
        assert done.exit_code == 0, done.output
        assert not any(secret in done.output for secret in SECRETS)
        lines = done.output.splitlines()
        return [line for line in lines if line.startswith(("alerts:", "warning:", " "))]

    return run


def test_before_the_first_look_and_after_it(home: Home, refresh: Refresh, status: Status) -> None:
    write_release(home, next_number(home), NEWS, NIGHT)
    assert status() == ["alerts:    no refresh has looked for them yet"]
    refresh(NEWS, NIGHT)
    assert status() == [NONE_WAITS]


def test_what_waits_is_counted_with_the_oldest(
    home: Home, refresh: Refresh, webhook: Webhook, status: Status
) -> None:
    refresh({})
    refresh(NEWS, NIGHT, tells=False)
    assert status() == [NONE_WAITS], "nobody has looked at that release"
    webhook.status = 503
    refresh(NEWS, NIGHT)
    waits, failed = status()
    assert waits == "alerts:    2 wait to be told since release 3, the oldest of 2025-06-30 22:30:00 UTC"
    assert failed.startswith(f"{'':<11}the last try failed (") and "503" in failed
    write_release(home, next_number(home), {"d1": NEWS["d1"]}, NIGHT)
    waits, left, _ = status()
    assert waits == "alerts:    1 waits to be told since release 3, the oldest of 2025-07-01 09:00:00 UTC"
    assert left == f"{'':<11}1 waited and left the release: told if they come back"
    webhook.status = 200
    refresh(NEWS, NEXT)
    told = status()
    assert told[0] == NONE_WAITS and told[1].startswith(f"{'':<11}told of 2, the last time at 20")
    assert len(told) == 2


def test_what_waits_still_waits_after_a_rollback(
    home: Home, refresh: Refresh, webhook: Webhook, status: Status
) -> None:
    """Readers see the release before it, which knows nothing of the two; the next refresh tells them."""
    refresh({})
    webhook.status = 503
    refresh(NEWS, NIGHT)
    before = status()
    rollback(home)
    assert status() == before
    assert before[0] == "alerts:    2 wait to be told since release 2, the oldest of 2025-06-30 22:30:00 UTC"
    webhook.status = 200
    assert refresh(NEWS, NEXT).told == 2


def test_without_a_webhook_nobody_is_told(refresh: Refresh, status: Status) -> None:
    refresh({}, address=None)
    refresh(NEWS, NIGHT, address=None)
    assert status() == [
        "alerts:    nobody is told, as settings.yml named no alert_webhook at the last refresh"
    ]


@pytest.mark.parametrize("damage", ["{", "[]", '{"as_of": "soon", "is_heard": true}'])
def test_a_book_that_cannot_be_read_is_a_warning(
    home: Home, refresh: Refresh, status: Status, damage: str
) -> None:
    refresh({})
    (home.state / BOOK).write_text(damage, encoding="utf-8")
    (said,) = status()
    assert said.startswith("warning: of alerts nothing can be said (")
    assert said.endswith("; the next refresh sees to it")
