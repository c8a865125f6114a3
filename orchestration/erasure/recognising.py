"""Who was erased and comes again, known by keyed hashes alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from orchestration.contract import Contract
from orchestration.erasure.candidates import emails_in, names_in, phones_in, tokens_in
from orchestration.erasure.finding import RawFile
from orchestration.erasure.inbox_files import inbox_files
from orchestration.erasure.key import Key, is_erased
from orchestration.erasure.mentions import caller_of, email_of, is_distinctive, tells_caller
from orchestration.erasure.parquet_rows import ParquetRows
from orchestration.erasure.paths import readable, runs, source_and_table
from orchestration.erasure.rules import HOME_DOMAIN, THINGS, TableRule
from orchestration.erasure.spelling import without_escapes
from orchestration.erasure.subject import Identity, Subject
from orchestration.erasure.tombstones import Tombstones, id_mark, value_mark, was_held, with_marks
from orchestration.erasure.untaken import read_untaken
from orchestration.home import Home
from orchestration.intake.ledger import read_ledger


def with_subject(tombstones: Tombstones, subject: Subject) -> Tombstones:
    """The list with everything by which somebody is known."""
    key = subject.key
    marks = {id_mark(key, *identity) for identity in subject.ids}
    marks |= {
        id_mark(key, kind, source, caller_of(value))
        for kind, source, value in subject.ids
        if kind == "caller"
    }
    marks |= {value_mark(key, "email", value) for value in subject.emails}
    marks |= {value_mark(key, "phone", value) for value in subject.phones}
    marks |= {value_mark(key, "name", value) for value in subject.names}
    marks |= {value_mark(key, "id", value) for kind, _, value in subject.held if kind not in THINGS}
    return with_marks(
        tombstones,
        marks,
        kinds={(kind, source) for kind, source, _ in subject.ids},
        name_lengths={len(name.split()) for name in subject.names},
    )


def recognise(
    home: Home,
    contract: Contract,
    key: Key,
    tombstones: Tombstones,
    files: list[RawFile],
    rows: ParquetRows,
    work: Path,
    looked_through: int,
) -> Subject:
    """Whom of those who were erased the deliveries after `looked_through` tell of: nobody has looked into them yet.

    So do files of the inbox that were not taken: refused, or taken before under another name.
    """
    subject = Subject(key)
    if not tombstones.hashes:
        return subject
    finder = _Finder(key, tombstones, subject)
    known = {entry.path for entry in read_ledger(home) if entry.delivery <= looked_through}
    for path in inbox_files(home):
        names = path.relative_to(home.inbox).parts
        if f"inbox/{'/'.join(names)}" not in known:
            finder.look_at_names(names[source_and_table(names) :])
    for file in files:
        if file.entry.delivery > looked_through:
            finder.look_through(file.file, file.rule, rows)
    for untaken, rule in read_untaken(home, contract, work):
        if rule:
            finder.look_through(untaken, rule, rows)
        else:
            finder.look_at_text(untaken)
    return subject


class _Finder:
    """Compares what is delivered with the tombstones, each different value once."""

    def __init__(self, key: Key, tombstones: Tombstones, subject: Subject) -> None:
        self._key, self._tombstones, self._subject = key, tombstones, subject
        self._seen: set[str] = set()

    def look_through(self, file: Path, rule: TableRule, rows: ParquetRows) -> None:
        """Every column of a delivery, as Parquet."""
        for name in rows.columns(file):
            self._text(name)
            column = rule.column(name.strip().lower())
            kinds = (*column.kinds, *filter(None, [column.thing]))
            for value in rows.each_value(file, name, is_id=bool(kinds)):
                for written in {value, value.strip()} if kinds else ():
                    self._id(rule, kinds, written)
                if not column.thing:
                    self._text(value)

    def look_at_text(self, file: Path) -> None:
        """A file that is no table: its words."""
        with file.open(encoding="utf-8", errors="surrogateescape") as lines:
            for line in lines:
                self._text(line)

    def look_at_names(self, names: Iterable[str]) -> None:
        """The names of a file of the inbox and its folders."""
        for name in map(readable, names):
            self._text(name.replace("_", " "))
            for run in runs(name):
                self._value("email", email_of(run) if "@" in run else "", self._subject.emails.add)
                self._value("id", run if is_distinctive(run) else "", self._spoken_id)

    def _id(self, rule: TableRule, kinds: Iterable[str], value: str) -> None:
        for kind in kinds:
            own = [(rule.source, value)]
            if rule.domain != HOME_DOMAIN.get(kind):
                own = [(source, value) for k, source in self._tombstones.kinds if k == kind]
            written = [
                (s, value[len(s) + 1 :])
                for k, s in self._tombstones.kinds
                if k == kind and value.startswith(f"{s}:")
            ]
            for source, bare in (*own, *written):
                is_caller = kind == "caller" and tells_caller(bare)
                spelled = {bare, caller_of(bare)} if is_caller else {bare}
                if not is_erased(bare) and any(
                    id_mark(self._key, kind, source, each) in self._tombstones for each in spelled
                ):
                    self._add((kind, source, bare))

    def _add(self, identity: Identity) -> None:
        self._subject.ids.add(identity)
        if identity[0] not in THINGS and not was_held(self._tombstones, self._key, identity):
            self._subject.unheld.add(identity)

    def _text(self, text: str) -> None:
        text = without_escapes(text)
        for found in emails_in(text) if "@" in text else ():
            self._value("email", found, self._subject.emails.add)
        for found in phones_in(text):
            self._value("phone", found, self._subject.phones.add)
        for found in names_in(text, self._tombstones.name_lengths):
            self._value("name", found, self._subject.names.add)
        for found in tokens_in(text):
            if is_distinctive(found) and not is_erased(found):
                self._value("id", found, self._spoken_id)

    def _spoken_id(self, value: str) -> None:
        for kind, source in self._tombstones.kinds:
            if id_mark(self._key, kind, source, value) in self._tombstones:
                self._subject.ids.add((kind, source, value))

    def _value(self, kind: str, value: str, add: Callable[[str], None]) -> None:
        mark = f"{kind}\0{value}"
        if value and mark not in self._seen:
            self._seen.add(mark)
            if value_mark(self._key, kind, value) in self._tombstones:
                add(value)
