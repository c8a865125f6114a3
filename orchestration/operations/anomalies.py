"""What is unlike other nights about a candidate: warnings, or what stops it where the settings say so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.errors import CxwError, ExitCode
from orchestration.headlines import HEADLINES
from orchestration.home import Home
from orchestration.intake import read_ledger
from orchestration.operations.freshness import source_freshness, stale_tables
from orchestration.operations.measures import (
    Measures,
    headline_values,
    missing_values,
    restated,
    unusual_shares,
)
from orchestration.operations.volumes import nightly_counts, unusual_volumes
from orchestration.releases import list_releases

ANOMALIES = ("stale_source", "volume", "missing_values", "restated_month")
SHOWN = 5


@dataclass(frozen=True)
class Anomalies:
    """Sentences by kind of anomaly, and the counts that the next releases are compared with."""

    found: dict[str, list[str]]
    measures: dict[str, dict[str, int]]

    @property
    def warnings(self) -> list[str]:
        """A line for each kind: the first few, and how many there are."""
        return [
            f"{kind}: {'; '.join(told[:SHOWN])}"
            + (f"; and {len(told) - SHOWN} more" if len(told) > SHOWN else "")
            for kind, told in self.found.items()
            if told
        ]

    def refuse(self, blocking: Collection[str]) -> None:
        """Raises CxwError (AUDIT_FAILED) where a kind was found that the settings do not let pass."""
        stopped = [kind for kind in self.found if kind in blocking and self.found[kind]]
        if not stopped:
            return
        lines = [f"  {kind}: {sentence}" for kind in stopped for sentence in self.found[kind][:SHOWN]]
        raise CxwError(
            "this night is unlike others; readers stay on the release they have.\n"
            + "\n".join(lines)
            + "\nSee whether the deliveries are whole and deliver what is missing; if it is as it should be, take "
            f"{', '.join(stopped)} out of blocking_anomalies in settings.yml for one refresh.",
            ExitCode.AUDIT_FAILED,
            stopped,
        )


def look_for_anomalies(home: Home) -> Anomalies:
    """Compares the candidate of `home` with its deliveries of other nights and with the releases that are kept."""
    manifests = _manifests(home)
    measures: dict[str, dict[str, int]] = {}
    past = [manifest["measures"] for manifest in manifests if manifest.get("measures")]
    releases = list_releases(home)
    wanted = [(kpi, variant) for kpi, variant, _ in HEADLINES]
    before = headline_values(releases[-1].database, wanted) if releases else {}
    looks: Mapping[str, Callable[[], Iterable[str]]] = {
        "stale_source": lambda: stale_tables(source_freshness(home.candidate)),
        "volume": lambda: unusual_volumes(nightly_counts(read_ledger(home))),
        "missing_values": lambda: _measured(home, measures, past),
        "restated_month": lambda: restated(headline_values(home.candidate, wanted), before),
    }
    return Anomalies({kind: _looked(look) for kind, look in looks.items()}, measures)


def _looked(look: Callable[[], Iterable[str]]) -> list[str]:
    """What a look found. One that raises is a finding: it stops no refresh, unless its kind does."""
    try:
        return list(look())
    except Exception as error:  # noqa: BLE001  # a warning must not cost the night
        return [f"could not be looked for ({type(error).__name__})"]


def _measured(home: Home, measures: dict[str, dict[str, int]], past: Sequence[Measures]) -> Iterator[str]:
    """Fills `measures`, and compares them."""
    measures.update(missing_values(home.candidate))
    yield from unusual_shares(measures, past)


def _manifests(home: Home) -> list[dict[str, Any]]:
    found = []
    for release in list_releases(home):
        try:
            found.append(release.manifest())
        except CxwError:
            continue
    return found
