"""Who notices a mutant: the build, dbt's data tests, the audit, or the tests that know the figures."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from faults.mutants.asking import ask, import_beforehand
from faults.mutants.books import BOOKS, Book, options
from faults.mutants.built_home import BuiltHome, Rebuilt
from faults.mutants.changes import Change, changed
from faults.mutants.replay import CHANGED, DATABASES, RECORDED
from orchestration.audit import Reconciliation, audit_candidate, load_reconciliations
from orchestration.audit.reconcile import run_reconciliation

KILLERS = ("build", "data test", "reconciliation", "known answer", "expectation")
SURVIVED = "survived"
UNSEEN, STILLBORN, SLOW = APART = ("unseen", "stillborn", "slow")
OUTCOMES = (*KILLERS, SURVIVED, *APART)
TESTS_FAILED = 1


@dataclass(frozen=True)
class Mutant:
    """A model with one change."""

    model: str
    family: str
    change: Change


@dataclass
class Verdict:
    """What became of a mutant."""

    mutant: Mutant
    outcome: str = UNSEEN
    by: str = ""
    """What noticed it; of one that does not build, why."""
    seen_in: list[str] = field(default_factory=list)
    """Books in which a published table is another one."""
    tables: list[str] = field(default_factory=list)
    seconds: float = 0.0


Seen = tuple[Book, dict[str, Rebuilt]]
"""A book, and those of its homes in which readers would see another table."""


class Judge:
    """Holds every recorded home open; one process, one judge."""

    def __init__(self, folder: Path, scratch: Path, books: Sequence[Book] = BOOKS) -> None:
        self.folder, self.scratch, self.books = folder, scratch, books
        self.homes: dict[str, dict[str, BuiltHome]] = {
            book.name: {name: BuiltHome(home) for name, home in book.homes(folder).items()} for book in books
        }
        all_homes = [home for homes in self.homes.values() for home in homes.values()]
        tests = {test.name: test for home in all_homes for test in home.tests}
        for home in all_homes:
            home.tests = [test for test in tests.values() if set(test.models) <= home.models.keys()]
        self.reconciliations = load_reconciliations()
        import_beforehand()
        self._killed_by: Counter[tuple[str, str]] = Counter()

    def judge(self, mutant: Mutant) -> Verdict:
        """Asks whoever is cheapest first, until one notices."""
        started = time.monotonic()
        verdict = Verdict(mutant)
        self._judge(mutant, verdict)
        verdict.seconds = round(time.monotonic() - started, 2)
        return verdict

    def _judge(self, mutant: Mutant, verdict: Verdict) -> None:
        seen: list[Seen] = []
        for book in sorted(self.books, key=lambda b: -self._killed_by[mutant.family, b.name]):
            rebuilt = {}
            for name, home in self.homes[book.name].items():
                model = home.models.get(mutant.model)
                sql = changed(model.sql, mutant.change) if model else None
                made = home.rebuild(mutant.model, sql) if sql else Rebuilt()
                if made.is_slow:
                    verdict.outcome = SLOW
                    break
                if self._is_noticed(home, made, verdict):
                    return
                if made.published:
                    rebuilt[name] = made
                    verdict.tables = sorted({*verdict.tables, *(each.name for each in made.published)})
            if rebuilt:
                verdict.seen_in.append(book.name)
                seen.append((book, rebuilt))
                if self._killed_by[mutant.family, book.name] and self._ask(book, rebuilt, mutant, verdict):
                    return
            if verdict.outcome == SLOW:
                break
        for book, rebuilt in seen:
            if not self._killed_by[mutant.family, book.name] and self._ask(book, rebuilt, mutant, verdict):
                return
        if seen and not self._is_unexpected(seen, verdict):
            verdict.outcome = SURVIVED

    def _is_noticed(self, home: BuiltHome, made: Rebuilt, verdict: Verdict) -> bool:
        if made.broken:
            verdict.outcome = STILLBORN if made.is_stillborn else "build"
            verdict.by = made.broken
            return True
        if not made.changed:
            return False
        if failed := next(home.failed_tests(made), None):
            verdict.outcome, verdict.by = "data test", failed
            return True
        if made.published and (failed := next(self._unreconciled(home, made), None)):
            verdict.outcome, verdict.by = "reconciliation", failed
            return True
        return False

    def _unreconciled(self, home: BuiltHome, made: Rebuilt) -> Iterator[str]:
        for declared in self.reconciliations:
            if not home.is_read(declared.sql, made):
                continue
            found = run_reconciliation(home.connection, _over(home, declared, made))
            if not found.passed and found.severity == "error" and not self._fails_anyway(home, declared):
                yield declared.name

    def _fails_anyway(self, home: BuiltHome, declared: Reconciliation) -> bool:
        """In a home that a test built in part, or whose defects a test is about."""
        return not run_reconciliation(home.connection, _over(home, declared)).passed

    def _ask(self, book: Book, rebuilt: dict[str, Rebuilt], mutant: Mutant, verdict: Verdict) -> bool:
        """Runs the tests of the book on the changed homes."""
        place = self.scratch / "changed"
        self._write(book, rebuilt, place)
        code, printed = ask(
            ["-x", "-p", "faults.mutants.replay", *options(book, self.scratch / "asked")],
            {RECORDED: str(self.folder / book.name), CHANGED: str(place)},
            self.scratch / "printed.txt",
        )
        shutil.rmtree(self.scratch / "asked", ignore_errors=True)
        if code == 0:
            return False
        failed = re.search(r"^(?:FAILED|ERROR) tests/python/(\S+)", printed, re.MULTILINE)
        if code != TESTS_FAILED or failed is None:
            raise RuntimeError(f"{book.name}: {mutant}: pytest's exit code is {code}\n{printed[-3000:]}")
        verdict.outcome, verdict.by = "known answer", failed[1]
        self._killed_by[mutant.family, book.name] += 1
        return True

    def _is_unexpected(self, seen: list[Seen], verdict: Verdict) -> bool:
        """Great Expectations, last: it takes seconds, and is to find other things than wrong sums."""
        for book, rebuilt in seen:
            place = self.scratch / "changed"
            self._write(book, rebuilt, place)
            for name in rebuilt:
                failed = self._unmet(place / name / DATABASES[0])
                if failed:
                    failed -= self._unmet(self.homes[book.name][name].home.candidate)
                if failed:
                    verdict.outcome, verdict.by = "expectation", min(failed)
                    return True
        return False

    def _unmet(self, candidate: Path) -> set[str]:
        result = audit_candidate(candidate, results_dir=self.scratch / "audit", reconciliations=())
        return {check.check for check in result.checks if not check.passed and check.severity == "error"}

    def _write(self, book: Book, rebuilt: dict[str, Rebuilt], place: Path) -> None:
        shutil.rmtree(place, ignore_errors=True)
        for name, made in rebuilt.items():
            home = self.homes[book.name][name]
            (place / name).mkdir(parents=True)
            for database in DATABASES:
                shutil.copyfile(home.home.build / database, place / name / database)
            home.write(made, place / name)


def _over(home: BuiltHome, declared: Reconciliation, made: Rebuilt | None = None) -> Reconciliation:
    """The reconciliation of the changed home, or of the home as it was."""
    needed_if = declared.minimum.needed_if
    minimum = replace(declared.minimum, needed_if=needed_if and home.qualified(needed_if, made))
    return replace(declared, sql=home.qualified(declared.sql, made), minimum=minimum)
