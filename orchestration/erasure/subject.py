"""Whom an erasure is about, and what becomes of one record of theirs, or of one that names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from orchestration.erasure.key import Key, is_erased
from orchestration.erasure.mentions import Mentions, email_of, name_of, phones_of
from orchestration.erasure.paths import PathMentions
from orchestration.erasure.rules import (
    HOME_DOMAIN,
    TEXT_FIELDS,
    THINGS,
    ColumnRule,
    TableRule,
    field_rule,
)

Identity = tuple[str, str, str]
"""Kind, source, id: a person's in one system, or a thing's of theirs."""

Row = Mapping[str, str | None]


@dataclass
class Subject:
    """Everything by which some people are known; it grows while they are looked for, and is never printed.

    `unheld`: ids that no record of people has. They may be anything, so they are looked for where ids stand alone.
    """

    key: Key
    ids: set[Identity] = field(default_factory=set, repr=False)
    emails: set[str] = field(default_factory=set, repr=False)
    phones: set[str] = field(default_factory=set, repr=False)
    names: set[str] = field(default_factory=set, repr=False)
    company_domains: set[str] = field(default_factory=set, repr=False)
    unheld: set[Identity] = field(default_factory=set, repr=False)

    @property
    def is_nobody(self) -> bool:
        """Nothing to look for."""
        return not (self.ids or self.emails or self.phones or self.names)

    def as_text(self) -> dict[str, Any]:
        """For the file of an erasure that is not finished."""
        return {
            "ids": sorted(self.ids),
            "emails": sorted(self.emails),
            "phones": sorted(self.phones),
            "names": sorted(self.names),
            "company_domains": sorted(self.company_domains),
            "unheld": sorted(self.unheld),
        }

    @classmethod
    def of_text(cls, key: Key, told: Mapping[str, Any]) -> Subject:
        """The reverse of `as_text`."""
        ids = {(kind, source, value) for kind, source, value in told["ids"]}
        values = [set(told[name]) for name in ("emails", "phones", "names", "company_domains")]
        subject = cls(key, ids, *values)
        subject.unheld = {(kind, source, value) for kind, source, value in told.get("unheld", ())}
        return subject

    def join(self, other: Subject) -> None:
        """Adds other people."""
        self.unheld = (self.unheld | other.unheld) - self.held - other.held
        self.ids |= other.ids
        self.emails |= other.emails
        self.phones |= other.phones
        self.names |= other.names
        self.company_domains |= other.company_domains
        self.refresh()

    @property
    def held(self) -> set[Identity]:
        """Ids of theirs that a record of people has, and of their tickets and other things."""
        return self.ids - self.unheld

    def hold(self, rule: TableRule, name: str, row: Row) -> None:
        """A record of people has the id of a column: nobody else is meant by it."""
        if found := self._match(rule, rule.column(name), row.get(name)):
            self.unheld.discard(found)

    def learn(self, rule: ColumnRule, name: str, value: str) -> None:
        """Adds what a personal column of the person's own record says; which it is, the value and the name tell."""
        if is_erased(value):
            return
        if "@" in value:
            self.emails.add(email_of(value))
        elif "phone" in name or "mobile" in name:
            self.phones |= phones_of(value)
        elif "name" in name and rule.is_personal:
            self.names.update(filter(None, [name_of(value)]))

    @cached_property
    def mentions(self) -> Mentions:
        """How texts name them; made once, when nobody else is looked for."""
        ids = (value for kind, _, value in self.held if kind not in THINGS)
        return Mentions(self.emails, self.phones, self.names, ids, self._spoken)

    @cached_property
    def in_paths(self) -> PathMentions:
        """How the paths of files name them."""
        ids = (value for kind, _, value in self.held if kind not in THINGS)
        return PathMentions(self.emails, self.phones, self.names, ids, self._spoken)

    def values_of(self, kinds: Iterable[str], thing: str | None) -> set[str]:
        """Ids of some kinds, bare and with their source before them."""
        wanted = {*kinds, *filter(None, [thing])}
        return {written for k, s, v in self.ids if k in wanted for written in (v, f"{s}:{v}")}

    def matches(self, rule: TableRule, name: str | None, row: Row) -> bool:
        """The value of a column is an id of theirs."""
        return name is not None and self._match(rule, rule.column(name), row.get(name)) is not None

    def changes(self, rule: TableRule, row: Row) -> dict[str, str | None]:
        """The cells of a record that must be another value, by column; empty where the record tells of none of them."""
        is_own = bool(
            rule.person_key and self._match(rule, rule.column(rule.person_key), row.get(rule.person_key))
        )
        is_about = is_own or any(
            self._match(rule, column, row.get(name))
            for name, column in rule.columns.items()
            if column.is_about
        )
        if not rule.columns:  # no adapter knows the table: a record that names them is theirs
            is_about = any(value and self.mentions.is_in(value) for value in row.values())
        changed: dict[str, str | None] = {}
        for name, value in row.items():
            if value:
                new = self._cell(rule, name, value, row, is_own, is_about)
                if new != value:
                    changed[name] = new
        return changed

    def _cell(
        self, rule: TableRule, name: str, value: str, row: Row, is_own: bool, is_about: bool
    ) -> str | None:
        column, is_declared = rule.column(name), name in rule.columns or name.startswith("_")
        if column.named_by:
            column = field_rule((row.get(column.named_by) or "").strip().lower(), column)
            is_text = (
                is_about and (column.is_personal and not column.kinds) and self._is_words(rule, name, row)
            )
            return self._erased(value) if is_text else self._reference(rule, column, value)
        if column.kinds:
            is_unnamed = is_about and column.is_personal
            new = self._reference(rule, column, value)
            return self.key.pseudonym(rule.source, value) if new == value and is_unnamed else new
        if is_about and not is_declared:
            return None  # nothing reads it, and nobody knows what it says
        if is_own and column.is_personal:
            return self._own(value)
        if is_about and column.is_personal:
            return self._erased(value)
        return self.mentions.scrub(value)

    def _is_words(self, rule: TableRule, name: str, row: Row) -> bool:
        """The value of a field that holds what somebody wrote, and not a status or a number."""
        return (row.get(rule.column(name).named_by or "") or "").strip().lower() in TEXT_FIELDS

    def _reference(self, rule: TableRule, column: ColumnRule, value: str) -> str:
        """An id of theirs becomes its pseudonym, with the source that stood before it; anything else loses mentions."""
        if is_erased(value):
            return value
        if found := self._match(rule, column, value):
            _, source, bare = found
            before, _, after = value.rpartition(bare)
            return before + self.key.pseudonym(source, bare) + after
        is_phone = "caller" in column.kinds and phones_of(value) & self.phones
        if is_phone or (column.kinds and email_of(value) in self.emails):
            return self.key.pseudonym(rule.source, value)
        return self.mentions.scrub(value)

    def _match(self, rule: TableRule, column: ColumnRule, value: str | None) -> Identity | None:
        """The identity that a value of a column means: of the row's own source within its domain, else of any.

        Blanks around an id are none of it.
        """
        spelled = dict.fromkeys((value, value.strip())) if value else ()
        every = [
            (kind, written) for kind in (*column.kinds, *filter(None, [column.thing])) for written in spelled
        ]
        for kind, written in every:
            for source, bare in self._written.get((kind, written), ()):
                is_bare = written == bare
                if not is_bare or source == rule.source or rule.domain != HOME_DOMAIN.get(kind):
                    return kind, source, bare
        return None

    @cached_property
    def _written(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """By kind and what is written: the ids that it may mean."""
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for kind, source, value in sorted(self.ids):
            for written in (value, f"{source}:{value}"):
                found.setdefault((kind, written), []).append((source, value))
        return found

    def _own(self, value: str) -> str | None:
        """What is left of a personal value of their own record: nothing, or the company's part of an address."""
        if is_erased(value):
            return value
        address, at, domain = email_of(value).rpartition("@")
        return (
            self._spoken("email", email_of(value)) + at + domain
            if address and domain in self.company_domains
            else None
        )

    def _erased(self, text: str) -> str:
        return text if is_erased(text) else self.key.placeholder(text)

    def _spoken(self, kind: str, value: str) -> str:
        """What stands for a mention: the pseudonym of an id, or of the address, number or name itself."""
        sources = sorted(s for k, s, v in self.ids if v.lower() == value.lower() and k not in THINGS)
        if kind == "id" and sources:
            exact = next(v for _, s, v in sorted(self.ids) if s == sources[0] and v.lower() == value.lower())
            return self.key.pseudonym(sources[0], exact)
        return self.key.pseudonym("", value)

    def refresh(self) -> None:
        """Forgets what was derived from an earlier state; to be called when somebody was added."""
        for name in ("mentions", "in_paths", "_written"):
            self.__dict__.pop(name, None)
