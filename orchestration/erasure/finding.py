"""Who is meant: from one address or id to everything by which the same person is known in the raw store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from orchestration.erasure.key import Key, is_erased
from orchestration.erasure.mentions import caller_of, email_of, have_same_number, phones_of, tells_caller
from orchestration.erasure.parquet_rows import BLANKS, ParquetRows
from orchestration.erasure.request import Request
from orchestration.erasure.rules import DOMAIN_COLUMNS, HOME_DOMAIN, TableRule
from orchestration.erasure.subject import Identity, Row, Subject
from orchestration.erasure.tombstones import Tombstones, id_mark, was_held
from orchestration.errors import CxwError
from orchestration.home import Home
from orchestration.intake.ledger import TAKEN, LedgerEntry

ROUNDS = 10
"""From a contact to their e-mail, to a requester with it, to that one's agent, and so on: rarely more than three."""

Rules = Mapping[tuple[str, str], TableRule]


@dataclass(frozen=True)
class RawFile:
    """One file of the raw store, and what is known of its table."""

    entry: LedgerEntry
    file: Path
    rule: TableRule


def raw_files(home: Home, entries: list[LedgerEntry], rules: Rules) -> list[RawFile]:
    """Every file of the raw store, in order of delivery."""
    found = []
    for entry in entries:
        if entry.status == TAKEN and entry.raw_path:
            place = (entry.source, entry.table_name)
            rule = rules.get(place) or TableRule(*place, "", {}, ())
            found.append(RawFile(entry, home.root / entry.raw_path, rule))
    return found


def find(
    request: Request, files: list[RawFile], rows: ParquetRows, key: Key, tombstones: Tombstones
) -> Subject:
    """Everything by which the person of a request is known. Raises CxwError (usage) where it could be many people."""
    request.refuse_vague()
    subject = Subject(key)
    if request.email is not None:
        subject.emails.add(email_of(request.email))
    if request.phone is not None:
        subject.phones |= phones_of(request.phone)
    for kind, written in request.ids:
        found = _identities(kind, written.strip(), files, rows, request)
        asked = found or _unheld(kind, written.strip(), files, request, key, tombstones)
        subject.ids |= asked
        subject.unheld |= {i for i in asked - found if not was_held(tombstones, key, i)}
    follow(subject, files, rows, request)
    return subject


def follow(subject: Subject, files: list[RawFile], rows: ParquetRows, request: Request | None = None) -> None:
    """Adds what links say: other records of the same person, their tickets and other things, and companies' domains."""
    people = [file for file in files if file.rule.person_key]
    number = request.phone if request else None
    for _ in range(ROUNDS):
        size = _size(subject)
        subject.refresh()
        for file in people:
            for row in _records(file, subject, rows):
                if _is_theirs(file.rule, row, subject, number):
                    _learn(file, row, subject, files, rows)
            if request:
                _refuse_many(subject, request)
        if _size(subject) == size:
            break
    _add_things(subject, files, rows)
    _add_domains(subject, files, rows)
    subject.refresh()


def _records(file: RawFile, subject: Subject, rows: ParquetRows) -> Iterator[Row]:
    yield from (candidate.row for candidate in rows.candidates(file.file, file.rule, subject))


def _size(subject: Subject) -> int:
    return len(subject.ids) + len(subject.emails) + len(subject.phones) + len(subject.names)


def _is_theirs(rule: TableRule, row: Row, subject: Subject, number: str | None) -> bool:
    """The record is the person's own: by its id, its address, an id that it gives of them elsewhere, or the number that
    somebody asked by. Another number of theirs may be a household's."""
    if subject.matches(rule, rule.person_key, row) or any(
        subject.matches(rule, name, row) for name in rule.links_from
    ):
        return True
    personal = [
        value for name, column in rule.columns.items() if column.is_personal and (value := row.get(name))
    ]
    if any(email_of(value) in subject.emails for value in personal):
        return True
    return number is not None and any(
        "@" not in value and have_same_number(value, number) for value in personal
    )


def _learn(file: RawFile, row: Row, subject: Subject, files: list[RawFile], rows: ParquetRows) -> None:
    rule = file.rule
    assert rule.person_key is not None
    own = row.get(rule.person_key)
    if not own or is_erased(own):
        return
    theirs = {(kind, rule.source, own) for kind in rule.column(rule.person_key).kinds}
    subject.ids |= theirs
    subject.unheld -= theirs
    for name, column in rule.columns.items():
        if (value := row.get(name)) and column.is_personal:
            subject.learn(column, name, value)
    for name in rule.links_to:
        if (value := row.get(name)) and not is_erased(value):
            subject.hold(rule, name, row)
            for kind in rule.column(name).kinds:
                subject.ids.update(_linked(kind, value, file, files, rows))


def _linked(
    kind: str, value: str, file: RawFile, files: list[RawFile], rows: ParquetRows
) -> set[tuple[str, str, str]]:
    """The identities that an id in a person's record means, in the sources that have it."""
    if file.rule.domain == HOME_DOMAIN[kind] and ":" not in value:
        return {(kind, file.rule.source, value)}
    return _having(kind, value, files, rows)


def _identities(
    kind: str, written: str, files: list[RawFile], rows: ParquetRows, request: Request
) -> set[tuple[str, str, str]]:
    """The identity that somebody asks for by id; empty where no record has it.

    Raises CxwError (usage) where two sources have it, or it is what an erasure left.
    """
    if is_erased(written.rpartition(":")[2].strip()):
        raise CxwError(f"{request.name}: that {kind} is a pseudonym: the person is erased already.")
    found = _having(kind, written, files, rows)
    sources = {source for _, source, _ in found}
    if len(sources) > 1:
        raise CxwError(
            f"{request.name}: that {kind} is in {', '.join(sorted(sources))}; write it as source:id. Nobody was erased."
        )
    return found


def _unheld(
    kind: str, written: str, files: list[RawFile], request: Request, key: Key, tombstones: Tombstones
) -> set[Identity]:
    """What an id that no record of people has may be, in the sources that could have it.

    Raises CxwError (usage) where it is a word without a digit, such as a status, and nobody was erased by it before.
    """
    source, colon, bare = written.partition(":")
    known = {file.rule.source for file in files if file.rule.domain == HOME_DOMAIN[kind]}
    if colon and source in known:
        return {(kind, source, bare)}
    found = {(kind, source, written) for source in known or {"files"}}
    was_erased = any(id_mark(key, *identity) in tombstones for identity in found)
    if not was_erased and "@" not in written and not any(character.isdigit() for character in written):
        raise CxwError(
            f"{request.name}: no record of people has that {kind}, and a word without a digit may mean anything. "
            "Nobody was erased: if it is an id, write it as source:id."
        )
    return found


def _having(kind: str, written: str, files: list[RawFile], rows: ParquetRows) -> set[tuple[str, str, str]]:
    """The sources with a record of such an id, bare or as `source:id`."""
    found = set()
    for file in files:
        rule = file.rule
        if not rule.person_key or kind not in rule.column(rule.person_key).kinds:
            continue
        bare = written.removeprefix(f"{rule.source}:").strip()
        if (kind, rule.source, bare) in found:
            continue
        if spelled := rows.any_value(file.file, rule.person_key, "trim(value, ?) = ?", [BLANKS, bare]):
            kinds = rule.column(rule.person_key).kinds
            found |= {(k, rule.source, value) for k in kinds for value in (bare, *spelled)}
    return found


def _refuse_many(subject: Subject, request: Request) -> None:
    for (kind, source), count in Counter((kind, source) for kind, source, _ in subject.ids).items():
        request.refuse_many(count, kind, source)


def _add_things(subject: Subject, files: list[RawFile], rows: ParquetRows) -> None:
    """Their tickets, chats, invitations and reports, and the numbers that they called from."""
    subject.refresh()
    found, calling = set(), set()
    for file in files:
        rule, key = file.rule, file.rule.thing_key
        callers = [name for name, column in rule.columns.items() if "caller" in column.kinds]
        about = [name for name, column in rule.columns.items() if column.is_about and not column.thing]
        if not (key or callers) or not about:
            continue
        for candidate in rows.candidates(file.file, rule, subject, only=about):
            row = candidate.row
            if not any(subject.matches(rule, name, row) for name in about):
                continue
            if key and (value := row.get(key)):
                found.add((str(rule.column(key).thing), rule.source, value))
            for name in callers:
                value = row.get(name) or ""
                if tells_caller(value) and not is_erased(value):
                    found.add(("caller", rule.source, value))
                    calling.add((rule.source, caller_of(value)))
    spelled = _spelled(calling, files, rows) - subject.held - found
    subject.ids |= found | spelled
    subject.unheld |= spelled


def _spelled(calling: set[tuple[str, str]], files: list[RawFile], rows: ParquetRows) -> set[Identity]:
    """Every way in which calls spell whom somebody called from, of calls that name nobody, too."""
    return {
        ("caller", file.rule.source, value)
        for file in (files if calling else ())
        for name in rows.columns(file.file)
        if "caller" in file.rule.column(name.strip().lower()).kinds
        for value in rows.each_value(file.file, name)
        if tells_caller(value) and (file.rule.source, caller_of(value)) in calling
    }


def _add_domains(subject: Subject, files: list[RawFile], rows: ParquetRows) -> None:
    """Mail domains of theirs that are a company's: an address keeps them, so that its ticket stays with the company."""
    wanted = {address.rpartition("@")[2] for address in subject.emails}
    for file in files if wanted else []:
        for name in DOMAIN_COLUMNS.intersection(file.rule.columns):
            for domain in sorted(wanted - subject.company_domains):
                condition = "regexp_matches(lower(value), ?)"
                pattern = r"(^|[/.])" + domain.replace(".", r"\.") + r"($|[/:?#])"
                if rows.any_value(file.file, name, condition, [pattern]):
                    subject.company_domains.add(domain)
