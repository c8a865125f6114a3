"""What was read of a text is remembered by all that it depends on, and is what reading it anew would give."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.enrichment.emotion import gathered
from orchestration.enrichment.emotion.gathered import NO_WORDS, Reader

BODIES = [
    ("The table was late.\n> Did it come?\n-- \nAnn", None, None),
    ("The table was late.", "fr", None),
    ("The table was late.", None, "fr"),
    ("Table", None, "fr"),
    ("Table", None, "en"),
    ("A terrible table", None, None),
    ("> only what was quoted", "en", None),
    ("", None, None),
    ("en", "", ""),
    ("", "en", ""),
]


def lines(bodies: list[tuple[str, str | None, str | None]]) -> list[tuple[object, ...]]:
    return [
        (f"k{place}", "answer", *each, None, False, True, "2024-01-01") for place, each in enumerate(bodies)
    ]


def test_what_was_read_stays_and_is_the_same(tmp_path: Path) -> None:
    first, again = Reader(tmp_path), Reader(tmp_path)
    texts = first.texts(lines(BODIES))
    assert [(text.language, own) for text, own in zip(texts, first.own_words(texts), strict=True)] == [
        ("en", "The table was late."),
        ("fr", "The table was late."),
        ("en", "The table was late."),
        ("fr", "Table"),
        ("en", "Table"),
        ("either", "A terrible table"),
        ("en", ""),
        ("other", ""),
        ("fr", "en"),
        ("en", ""),
    ]
    assert [text.has_words for text in texts] == [True] * 6 + [False, False, True, False]
    assert again.texts(lines(BODIES)) == texts
    assert (first.read, again.read) == (len(BODIES), 0)
    assert again.own_words(texts) == first.own_words(texts), (
        "what was not read tonight is read when asked for"
    )
    late = Reader(tmp_path)
    assert late.texts(lines([*BODIES[::-1], ("Slow!", None, None)]))[0].mark == NO_WORDS
    assert late.read == 1


def test_other_code_reads_everything_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Reader(tmp_path).texts(lines(BODIES))
    monkeypatch.setattr(gathered, "reading_version", lambda: "other")
    other = Reader(tmp_path)
    other.texts(lines(BODIES))
    assert other.read == len(BODIES)


def test_the_version_is_that_of_the_code_that_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = gathered.reading_version()
    changed = tmp_path / "texts.py"
    changed.write_bytes(Path(str(gathered.texts.__file__)).read_bytes() + b"# one more line")
    monkeypatch.setattr(gathered.texts, "__file__", str(changed))
    assert gathered.reading_version() != before
