"""How much of what a source delivered was refused, and whether that is too much to publish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from orchestration.errors import CxwError, ExitCode

WORST_SHOWN = 5


@dataclass(frozen=True)
class Delivered:
    """What became of one delivery's records: `refused` of its `records` will not be in the warehouse.

    `reason` says why it was rejected whole; None where it was taken.
    """

    delivery: int
    source: str
    path: str
    records: int
    refused: int
    reason: str | None = None


@dataclass(frozen=True)
class SourceShare:
    """The refused records of one source, over its deliveries that no release has yet."""

    source: str
    records: int
    refused: int
    threshold: float
    deliveries: tuple[Delivered, ...]

    @property
    def share(self) -> float:
        """Refused records of all records (0..1)."""
        return self.refused / self.records if self.records else 0.0

    @property
    def is_too_much(self) -> bool:
        """True where the share is above the threshold."""
        return self.share > self.threshold

    def without(self, corrected: Mapping[int, int]) -> SourceShare:
        """The share without so many refused records of each delivery, which were delivered again, corrected."""
        its = tuple(replace(d, refused=d.refused - corrected.get(d.delivery, 0)) for d in self.deliveries)
        return replace(self, refused=sum(d.refused for d in its), deliveries=its)

    def explain(self) -> str:
        """Source, share, threshold and the worst files, in one paragraph."""
        worst = sorted((d for d in self.deliveries if d.refused), key=lambda d: (-d.refused, d.path))
        files = [f"    {d.path}: {d.reason or f'{d.refused} of {d.records}'}" for d in worst[:WORST_SHOWN]]
        if len(worst) > WORST_SHOWN:
            files.append(f"    ... and {len(worst) - WORST_SHOWN} more files")
        head = (
            f"  {self.source}: {self.refused} of {self.records} new records were refused "
            f"({self.share:.1%}; the threshold is {self.threshold:.1%})"
        )
        return "\n".join([head, *files])


def source_shares(
    deliveries: Iterable[Delivered],
    threshold_of: Callable[[str], float],
    refused_later: Mapping[int, int] | None = None,
) -> list[SourceShare]:
    """The share of each source; `refused_later` counts, by delivery, the records refused up to staging."""
    later = refused_later or {}
    by_source: dict[str, list[Delivered]] = defaultdict(list)
    for d in deliveries:
        refused = max(d.refused, later.get(d.delivery, 0))
        by_source[d.source].append(replace(d, refused=refused))
    return [
        SourceShare(
            source,
            records=sum(d.records for d in its),
            refused=sum(d.refused for d in its),
            threshold=threshold_of(source),
            deliveries=tuple(its),
        )
        for source, its in sorted(by_source.items())
    ]


def refuse_above_threshold(
    shares: Iterable[SourceShare], corrected: Callable[[], Mapping[int, int]] = dict
) -> None:
    """Raises CxwError (DELIVERIES_REFUSED) that explains every source above its threshold.

    `corrected` counts, by delivery, the refused records that were delivered again, corrected: they are no longer
    missing. It is asked only where a share is above its threshold with them.
    """
    too_much = [share for share in shares if share.is_too_much]
    if too_much:
        again = corrected()
        too_much = [share for share in (each.without(again) for each in too_much) if share.is_too_much]
    if not too_much:
        return
    names = ", ".join(f"{share.source}: {share.share:.2f}" for share in too_much)
    raise CxwError(
        "too many records were refused; readers stay on the release they have.\n"
        + "\n".join(share.explain() for share in too_much)
        + "\n'cxw quarantine' lists them with their reasons. Deliver corrected files (whole and at the same "
        "place where a record has no key or could not be read), take a rejected file out of the inbox, or accept "
        f"the loss: set quarantine_thresholds above it in settings.yml (now {names}).",
        ExitCode.DELIVERIES_REFUSED,
        [share.source for share in too_much],
    )
