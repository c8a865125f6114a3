"""What an audit found: counts and words of the declarations, never a value out of the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

SHOWN_ERRORS = 10

Kind = Literal["expectation", "reconciliation"]
Severity = Literal["error", "warn"]


@dataclass(frozen=True)
class CheckResult:
    """One check: what it says, how many rows it looked at, and what it came to.

    `severity` is the declared one for a finding; a check that could not judge (it raised, or looked at
    too few rows) is always an error.
    """

    check: str
    subject: str
    kind: Kind
    severity: Severity
    description: str
    evaluated_rows: int
    min_rows: int
    passed: bool
    observed: Mapping[str, int] = field(default_factory=dict)
    message: str = ""

    @property
    def blocks_release(self) -> bool:
        """A failure that keeps the candidate from being published."""
        return not self.passed and self.severity == "error"


@dataclass(frozen=True)
class AuditResult:
    """Every check of one candidate (the name of its file), in the order in which they are declared."""

    candidate: str
    checks: tuple[CheckResult, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """True where there are checks and none that failed has severity `error`."""
        return bool(self.checks) and not any(check.blocks_release for check in self.checks)

    @property
    def errors(self) -> tuple[CheckResult, ...]:
        """Failed checks that block the release."""
        return tuple(check for check in self.checks if check.blocks_release)

    @property
    def warnings(self) -> tuple[CheckResult, ...]:
        """Failed checks that are published with the release and counted over time."""
        return tuple(check for check in self.checks if not check.passed and not check.blocks_release)

    def explained(self, report: Path) -> str:
        """What stopped the release: the first failed checks, and where the report is."""
        lines = [f"  {check.check}: {check.message}" for check in self.errors[:SHOWN_ERRORS]]
        if len(self.errors) > SHOWN_ERRORS:
            lines.append(f"  ... and {len(self.errors) - SHOWN_ERRORS} more")
        head = (
            f"{len(self.errors)} of {len(self.checks)} checks failed; readers stay on the release they have."
        )
        return "\n".join([head, *lines, f"The report is {report}."])

    def summary(self) -> str:
        """One line for a terminal."""
        verdict = "passed" if self.passed else "FAILED"
        return (
            f"audit {verdict}: {len(self.checks)} checks, {len(self.errors)} errors, "
            f"{len(self.warnings)} warnings, {self.seconds:.1f} s"
        )

    def as_dict(self) -> dict[str, Any]:
        """The shape of `audit.json`."""
        return {
            "passed": self.passed,
            "candidate": self.candidate,
            "seconds": round(self.seconds, 3),
            "check_count": len(self.checks),
            "error_count": len(self.errors),
            "warning_count": len(self.warnings),
            "checks": [{**asdict(check), "observed": dict(check.observed)} for check in self.checks],
        }
