"""What each room of a refresh took and found, in the words of the manifest and of the history."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

ROOMS = ("intake", "build", "audit", "release")


def room_facts(
    seconds: Mapping[str, float],
    memory: Mapping[str, int | None],
    *,
    intake: Mapping[str, int] | None = None,
    refused: int | None = None,
    dbt_tests: Sequence[Mapping[str, Any]] = (),
    audit: Mapping[str, Any] | None = None,
    rows: int | None = None,
) -> list[dict[str, Any]]:
    """One entry for each room that was entered.

    `intake` has `records` and `quarantined` of the deliveries that were taken; `refused` counts the records that the
    candidate refuses, `rows` those of the released tables.
    """
    checks = list((audit or {}).get("checks", ()))
    facts: dict[str, dict[str, Any]] = {
        "intake": {
            "rows": (intake or {}).get("records"),
            "quarantined": (intake or {}).get("quarantined"),
        },
        "build": {
            "rows": rows,
            "quarantined": refused,
            **_counted([str(test["status"]) for test in dbt_tests]),
        },
        "audit": {
            "rows": sum(check.get("evaluated_rows", 0) for check in checks) if checks else None,
            **_counted([_status(check) for check in checks]),
        },
        "release": {"rows": rows},
    }
    return [
        {
            "room": room,
            "seconds": round(seconds[room], 3),
            "peak_memory_mb": memory.get(room),
            **{name: value for name, value in facts[room].items() if value is not None},
        }
        for room in ROOMS
        if room in seconds
    ]


def facts_of_manifest(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same for a release: as it says, or, from before releases said it, from its other parts."""
    if rooms := manifest.get("rooms"):
        return [dict(room) for room in rooms]
    return room_facts(
        manifest.get("seconds", {}),
        {},
        refused=sum(e["records"] for e in manifest.get("quarantine", ()) if e.get("kind") == "refused"),
        dbt_tests=manifest.get("dbt_tests", ()),
        audit=manifest.get("audit"),
        rows=sum(table["rows"] for table in manifest["tables"].values()),
    )


def read_audit(text: str) -> Mapping[str, Any]:
    """An `audit.json`; nothing where it is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _status(check: Mapping[str, Any]) -> str:
    if check.get("passed"):
        return "pass"
    return "warn" if check.get("severity") == "warn" else "fail"


def _counted(statuses: Sequence[str]) -> dict[str, int]:
    if not statuses:
        return {}
    passed, warned = statuses.count("pass"), statuses.count("warn")
    skipped = statuses.count("skipped")
    return {
        "checks_passed": passed,
        "checks_warned": warned,
        "checks_failed": len(statuses) - passed - warned - skipped,
    }
