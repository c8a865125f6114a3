"""Whether a demo company may be delivered into a home: into an empty one, or where it is the same one that goes on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from orchestration.home import Home

REMEDY = "take another home, or empty the inbox and raw/ of this one"


def refuse_a_mixture(home: Home, answers_file: Path, parameters: dict[str, Any], as_of: str) -> None:
    """Raises ValueError where deliveries of another company, or of a later day of this one, are in the home already.

    `parameters` are those of the company, as its answers tell them; `as_of` is the last instant to be delivered.
    """
    if not holds_deliveries(home):
        return
    if not answers_file.exists():
        raise ValueError(
            f"{home.root} holds deliveries that are not of a demo company; they would be mixed: {REMEDY}."
        )
    try:
        answers = json.loads(answers_file.read_text(encoding="utf-8"))
        known, last = answers["parameters"], answers["as_of"]
    except (ValueError, KeyError) as error:
        raise ValueError(
            f"{answers_file} cannot be read, so the company that is there is not known: {REMEDY}."
        ) from error
    others = [
        f"{name} {known[name]}, not {value}"
        for name, value in parameters.items()
        if name in known and known[name] != value
    ]
    if others:
        raise ValueError(f"{home.root} holds another demo company ({'; '.join(others)}): {REMEDY}.")
    if as_of < last:
        raise ValueError(f"{home.root}: this demo company was delivered until {last[:10]} already: {REMEDY}.")


def holds_deliveries(home: Home) -> bool:
    """Whether a file that a refresh looks at is in the inbox, or anything was taken before."""
    from orchestration.intake.inbox import find_deliveries

    return bool(find_deliveries(home)) or any(home.ledger_dir.glob("*.jsonl"))
