"""The companies whose figures tests know: each is refreshed once, and its tests can then be asked again and again."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from orchestration.home import PROJECT_ROOT, Home

TESTS = PROJECT_ROOT / "tests" / "python"
MADE_FROM = ("models", "macros", "seeds", "dbt_project.yml")
STAMP = "recorded.sha256"


@dataclass(frozen=True)
class Book:
    """Test files, and the folders of which a change means that the company must be recorded again."""

    name: str
    files: tuple[str, ...]
    left_out: str = ""
    """A test of them that takes seconds and looks at no home."""
    is_slow: bool = False
    """Its tests are those that `make test` leaves out."""

    @property
    def paths(self) -> list[str]:
        """The test files."""
        return [str(TESTS / file) for file in self.files]

    def homes(self, folder: Path) -> dict[str, Home]:
        """The homes that its recording left in a folder, by name."""
        found = sorted((folder / self.name).glob("*/build/candidate.duckdb"))
        return {
            path.parents[1].name: Home(path.parents[1]) for path in found if not path.parents[1].is_symlink()
        }

    def digest(self) -> str:
        """Of all that its company and its figures are made from."""
        folders = {TESTS / Path(file).parts[0] for file in self.files} | {
            PROJECT_ROOT / part for part in MADE_FROM
        }
        if self.name == "docs":
            folders.add(PROJECT_ROOT / "docs")
        hashed = hashlib.sha256()
        for path in sorted(path for folder in folders for path in _files(folder)):
            hashed.update(str(path.relative_to(PROJECT_ROOT)).encode() + b"\0" + path.read_bytes())
        return hashed.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
    yield from (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


DEMO = Book(
    "demo",
    (
        "end_to_end/test_demo_answers.py",
        "end_to_end/test_demo_surveys.py",
        "end_to_end/test_demo_occasions.py",
        "end_to_end/test_demo_drivers.py",
        "end_to_end/test_volume_views.py",
        "cost_to_serve/test_demo_costs.py",
        "sla/test_demo_promises.py",
    ),
)
"""The one in which every model is built, and every data test with it."""

BOOKS = (
    Book("docs", ("docs/test_known_answers.py",)),
    Book("tickets", ("ticket_times/test_ticket_times.py",)),
    Book("renewals", ("renewals/test_renewals.py",)),
    Book("cancellations", ("renewals/test_cancellations.py",)),
    Book(
        "costs",
        (
            "cost_to_serve/test_cost_to_serve.py",
            "cost_to_serve/test_acquisition.py",
            "cost_to_serve/test_exchange_rates.py",
            "cost_to_serve/test_handled.py",
            "cost_to_serve/test_customer_360.py",
        ),
    ),
    Book(
        "valued",
        (
            "lifetime_value/test_customer_values.py",
            "lifetime_value/test_lifetimes.py",
            "lifetime_value/test_order_value.py",
            "lifetime_value/test_value_rows.py",
            "lifetime_value/test_values.py",
        ),
    ),
    Book(
        "spring",
        (
            "end_to_end/test_hand_made_revenue.py",
            "end_to_end/test_hand_made_lines.py",
            "end_to_end/test_hand_made_subscriptions.py",
            "end_to_end/test_penalties.py",
        ),
    ),
    Book("revenue", ("revenue/test_random_books.py",)),
    Book("contacts", ("contacts/test_contacts.py",)),
    Book("sla", ("sla/test_slas.py",)),
    Book("hand_made", ("end_to_end/test_hand_made_company.py",)),
    Book("histories", ("end_to_end/test_hand_made_histories.py",)),
    Book("polled", ("representativeness",), left_out="test_it_is_so_in_nearly_every_draw"),
    Book("voices", ("voice",)),
    Book("hours", ("business_time",)),
    Book(
        "emotion",
        (
            "emotion/test_corrected_score.py",
            "emotion/test_emotion_home.py",
            "emotion/test_message_languages.py",
            "emotion/test_unknown_words.py",
        ),
    ),
    Book("two_sources", ("end_to_end/test_two_sources.py",), is_slow=True),
    DEMO,
)


def record(book: Book, folder: Path) -> None:
    """Runs the tests of a book once, as they are, and keeps the homes, unless they were kept and would be the same."""
    place = folder / book.name
    stamp, digest = folder / f"{book.name}.{STAMP}", book.digest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest and book.homes(folder):
        return
    shutil.rmtree(place, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pytest", *options(book, place)]
    done = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{book.name}: its tests do not pass as they are\n{done.stdout[-3000:]}")
    stamp.write_text(digest, encoding="utf-8")


def options(book: Book, base: Path) -> list[str]:
    """Arguments of pytest for the book's tests, with their homes below `base`, which is emptied before."""
    quiet = ["-q", "--no-header", "--tb=no", "-rfE", "-p", "no:cacheprovider", "-n", "0"]
    quiet += ["-m", "slow"] if book.is_slow else []
    quiet += ["-k", f"not {book.left_out}"] if book.left_out else []
    return [*quiet, "-o", "tmp_path_retention_policy=all", f"--basetemp={base}", *book.paths]
