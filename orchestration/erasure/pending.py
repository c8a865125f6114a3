"""An erasure that is not finished: `erasure/pending.json`, for the owner alone, is there until everything is done.

It names the people in clear, as what is still to be cleaned does; a killed erasure goes on from it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from orchestration.durable import OWNER, replace_text, sync
from orchestration.erasure.inbox_files import Rewritten
from orchestration.erasure.key import Key
from orchestration.erasure.subject import Subject
from orchestration.errors import CxwError
from orchestration.home import Home

PENDING = "pending.json"


@dataclass
class Pending:
    """Who is being erased, for how many requests, and which files of the inbox became others."""

    subject: Subject
    requests: int = 0
    rewritten: list[Rewritten] = field(default_factory=list)

    def write(self, home: Home) -> None:
        """Replaces the file whole."""
        told: dict[str, Any] = {
            "subject": self.subject.as_text(),
            "requests": self.requests,
            "rewritten": [{**asdict(file), "records": sorted(file.records)} for file in self.rewritten],
        }
        replace_text(home.erasure / PENDING, json.dumps(told), OWNER)

    def announce(self, home: Home, file: Rewritten) -> None:
        """Writes down that a file of the inbox is about to become another one."""
        self.rewritten.append(file)
        self.write(home)

    def remove_drafts(self, home: Home) -> None:
        """Of files of the inbox that were being written when the erasure was killed."""
        for file in self.rewritten:
            file.draft(home).unlink(missing_ok=True)


def read_pending(home: Home, key: Key) -> Pending | None:
    """What a killed erasure left to do; None where nothing is."""
    path = home.erasure / PENDING
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        files = [Rewritten(**{**file, "records": frozenset(file["records"])}) for file in told["rewritten"]]
        return Pending(Subject.of_text(key, told["subject"]), told["requests"], files)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise CxwError(
            f"{path}: cannot be read ({type(error).__name__}), so an erasure could not be finished; remove the file "
            "and ask for the erasure again."
        ) from error


def close(home: Home) -> None:
    """Everything is done."""
    (home.erasure / PENDING).unlink(missing_ok=True)
    sync(home.erasure)
