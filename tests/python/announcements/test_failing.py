"""A webhook that fails, a process that is killed, a file that is damaged: nothing is lost, and nothing stops a refresh."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time

import pytest
from listening import Webhook
from small_releases import Refresh

from orchestration import webhook as sending
from orchestration.announcements import recall
from orchestration.home import PROJECT_ROOT, Home
from orchestration.releases.store import read_log

NEWS = {"d1": "2025-07-01T09:00:00", "c2": "2025-07-01T10:00:00"}
NIGHT, NEXT = "2025-07-02T00:00:00.000000", "2025-07-20T00:00:00.000000"

KILLED = """
import os, signal, sys
from pathlib import Path
from orchestration import webhook
from orchestration.announcements import telling
from orchestration.home import Home
from orchestration.releases import find_release
from orchestration.settings import Settings

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

home, address, place = Home(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
if place == "before the message":
    webhook.post = die
elif place == "before the note":
    telling._told = die
else:
    write = telling.write_book
    telling.write_book = lambda home, book: (write(home, book), die()) if book.told else write(home, book)
telling.tell_of_alerts(home, Settings(alert_webhook=address), find_release(home))
"""


def _kill(home: Home, webhook: Webhook, place: str) -> None:
    """Lets a process tell of the current release, and kills it at a place."""
    command = [sys.executable, "-c", KILLED, str(home.root), webhook.address, place]
    done = subprocess.run(command, cwd=PROJECT_ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


def test_killed_between_release_and_message(home: Home, refresh: Refresh, webhook: Webhook) -> None:
    refresh({})
    refresh(NEWS, NIGHT, tells=False)
    assert refresh(NEWS, NIGHT).told == 2
    refresh(NEWS, NIGHT)
    assert len(webhook.messages) == 1


def test_killed_before_the_message_although_the_window_has_passed(
    home: Home, refresh: Refresh, webhook: Webhook
) -> None:
    refresh({})
    refresh(NEWS, NIGHT, tells=False)
    _kill(home, webhook, "before the message")
    assert webhook.messages == []
    assert refresh(NEWS, NEXT).told == 2
    assert webhook.messages[0]["late_count"] == 2


def test_killed_between_message_and_note_is_told_again_by_the_same_id(
    home: Home, refresh: Refresh, webhook: Webhook
) -> None:
    refresh({})
    refresh(NEWS, NIGHT, tells=False)
    _kill(home, webhook, "before the note")
    refresh(NEWS, NIGHT)
    refresh(NEWS, NIGHT)
    first, again = webhook.messages
    assert (first["message_id"], first["alert_ids"]) == (again["message_id"], again["alert_ids"])


def test_killed_after_the_note_is_not_told_again(home: Home, refresh: Refresh, webhook: Webhook) -> None:
    refresh({})
    refresh(NEWS, NIGHT, tells=False)
    _kill(home, webhook, "after the note")
    refresh(NEWS, NIGHT)
    assert len(webhook.messages) == 1


def test_killed_on_the_first_night_begins_with_what_that_release_had(
    home: Home, refresh: Refresh, webhook: Webhook
) -> None:
    refresh({"c0": "2025-06-30T10:00:00"}, tells=False)
    assert refresh(NEWS | {"c0": "2025-06-30T10:00:00"}, NIGHT).told == 2


def test_one_that_refuses_is_tried_again_now_and_by_the_next_refresh(
    home: Home, refresh: Refresh, webhook: Webhook
) -> None:
    refresh({})
    webhook.status = 500
    failed = refresh(NEWS, NIGHT)
    assert (failed.sentence, failed.is_warning, failed.waiting) == (
        "could not tell of 2 (HTTP 500); the next refresh tries again",
        True,
        2,
    )
    assert len(webhook.messages) == sending.ATTEMPTS
    refused = [entry for entry in read_log(home) if entry["event"] == "alerts_not_told"]
    assert [(entry["release"], entry["alerts"], entry["problem"]) for entry in refused] == [
        (2, 2, "HTTP 500")
    ]
    assert recall(home) == ["alerts that earlier refreshes could not tell of, told after this one: 2"]
    webhook.status, webhook.messages = 204, []
    refresh(NEWS | {"d8": "2025-07-19T10:00:00"}, NEXT)
    refresh(NEWS | {"d8": "2025-07-19T10:00:00"}, NEXT)
    [told] = webhook.messages
    assert (told["alert_ids"], told["late_count"]) == (["c2", "d1", "d8"], 2)
    assert told["text"].endswith("2 could not be told of before. Release 3.")
    assert recall(home) == []


def test_one_that_never_answers_costs_one_attempt(home: Home, refresh: Refresh, webhook: Webhook) -> None:
    refresh({})
    webhook.is_mute = True
    started = time.monotonic()
    assert refresh(NEWS, NIGHT).sentence == "could not tell of 2 (TimeoutError); the next refresh tries again"
    assert time.monotonic() - started < 5
    webhook.is_mute = False
    refresh(NEWS, NIGHT)
    first, again = webhook.messages
    assert first["message_id"] == again["message_id"]


def test_one_that_is_not_there_or_is_no_address(home: Home, refresh: Refresh, webhook: Webhook) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/secret-path"
    refresh({})
    said = [refresh(NEWS, NIGHT, address=address) for address in (nobody, "http://", "https://[")]
    assert [told.is_warning for told in said] == [True] * 3
    assert said[0].sentence == "could not tell of 2 (ConnectionRefusedError); the next refresh tries again"
    assert "secret-path" not in (home.releases / "log.jsonl").read_text()
    assert refresh(NEWS, NIGHT).told == 2


def test_a_redirect_is_not_followed(refresh: Refresh, webhook: Webhook) -> None:
    refresh({})
    webhook.status, webhook.headers = 302, {"Location": webhook.address}
    assert "HTTP 302" in str(refresh(NEWS, NIGHT).sentence)
    assert {message["event"] for message in webhook.messages} == {"alerts_raised"}


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"as_of": "soon"}', '{"as_of": "2025-07-01", "is_heard": 1, "told": 3}']
)
def test_a_damaged_file_is_set_aside_and_nothing_is_told_twice(
    home: Home, refresh: Refresh, webhook: Webhook, content: str
) -> None:
    refresh({})
    refresh(NEWS, NIGHT)
    (home.state / "alerts.json").write_text(content)
    assert "cannot be read; alerts of earlier releases are taken as told" in recall(home)[0]
    assert (home.state / "alerts.json.damaged").read_text() == content
    assert refresh(NEWS, NIGHT).sentence is None
    assert len(webhook.messages) == 1


def test_what_cannot_be_written_down_is_not_sent(
    home: Home, refresh: Refresh, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh({})
    before = (home.state / "alerts.json").read_text()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("orchestration.announcements.book.replace_text", full)
        told = refresh(NEWS, NIGHT)
    assert (told.sentence, told.is_warning) == (
        "they were not told, or not written down as told (OSError)",
        True,
    )
    assert webhook.messages == []
    assert (home.state / "alerts.json").read_text() == before
    assert refresh(NEWS, NIGHT).told == 2
