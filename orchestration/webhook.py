"""The address that `alert_webhook` of `settings.yml` names: the only one that the warehouse ever sends anything to."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from typing import Any

ATTEMPTS = 3
TIMEOUT_SECONDS = 10.0
PAUSE_SECONDS = 2.0

Message = dict[str, Any]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A message goes to the address that was configured, or nowhere."""

    def redirect_request(self, *_: Any) -> None:
        return None


def post(address: str, message: Message, *, repeats_when_unsure: bool = True) -> str | None:
    """Sends a message; gives None where the far side took it, else what happened. Never raises.

    What was refused is tried again at once. A message that went out and got no answer may have arrived: it is tried
    again only where it does no harm twice. What happened is said without the address, which may be a secret.
    """
    problem = None
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE_SECONDS)
        try:
            _post(address, message)
            return None
        except urllib.error.HTTPError as error:
            problem = f"HTTP {error.code}"
        except urllib.error.URLError as error:
            problem = type(error.reason).__name__ if isinstance(error.reason, Exception) else "URLError"
        except Exception as error:  # noqa: BLE001  # whatever a far server does, the caller goes on
            problem = type(error).__name__
            if not repeats_when_unsure:
                break
    return problem


def _post(address: str, message: Message) -> None:
    """In a thread of its own: a far side that sends one letter a second would outlive every timeout of a socket."""
    request = urllib.request.Request(
        address,
        data=json.dumps(message).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    failures: list[BaseException | None] = []

    def send() -> None:
        try:
            # The answer's body says nothing that is wanted, and may never end.
            with urllib.request.build_opener(_NoRedirects).open(request, timeout=TIMEOUT_SECONDS):
                failures.append(None)
        except BaseException as error:  # noqa: BLE001  # raised below, in the caller's thread
            failures.append(error)

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    thread.join(2 * TIMEOUT_SECONDS)
    if not failures:
        raise TimeoutError
    if error := failures[0]:
        raise error
