"""What a table says of people: which columns name one, which hold their words, whose record a row is.

The contract's own column names say most of it; where a vendor's say nothing (`id`, `user_id`), its YAML does, with
`persons`, `thing` and `named_by` in a column's meta.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from orchestration.contract import Contract, RawColumn, RawTable

HOME_DOMAIN: Mapping[str, str] = {
    "contact": "crm",
    "account": "crm",
    "owner": "crm",
    "requester": "ticketing",
    "agent": "ticketing",
    "customer": "billing",
    "employee": "workforce",
    "caller": "telephony",
    "ticket": "ticketing",
    "chat": "telephony",
    "invitation": "feedback",
    "report": "workforce",
}
"""Where an id of a kind belongs: within the domain it is of the row's own source, elsewhere of any."""

THINGS = frozenset({"ticket", "chat", "invitation", "report"})
"""What is a person's without being one: its id stays, the words in it do not."""

PERSON_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "account_id": ("account",),
    "agent_id": ("agent",),
    "assignee_id": ("agent",),
    "author_id": ("requester", "agent"),
    "billing_customer_id": ("customer",),
    "caller_id": ("caller", "contact", "requester"),
    "contact_id": ("contact",),
    "customer_id": ("customer",),
    "done_by": ("agent", "employee"),
    "employee_id": ("employee",),
    "member_id": ("contact",),
    "merged_into_account_id": ("account",),
    "owner_id": ("owner",),
    "parent_account_id": ("account",),
    "requester_id": ("requester",),
    "respondent_id": ("contact", "employee", "agent"),
    "subject_id": ("contact", "requester", "account", "employee"),
    "submitter_id": ("requester", "agent"),
    "user_id": ("contact", "requester"),
    "visitor_id": ("contact", "requester"),
}
THING_COLUMNS: Mapping[str, str] = {
    "ticket_id": "ticket",
    "chat_id": "chat",
    "invitation_id": "invitation",
    "report_id": "report",
}
HANDLERS = frozenset({"agent_id", "assignee_id", "submitter_id", "done_by", "subject_id"})
"""Columns that name who did something with a record: it is not about them."""

ONE_PERSON = frozenset({"contact", "requester", "agent", "employee"})
"""Kinds of which one in another system is the same person; an account is whom they are at."""

HANDLING_KINDS = frozenset({"agent", "owner"})
TEXT_FIELDS = frozenset({"satisfaction_comment", "subject", "description"})
"""Fields of a ticket whose history has what a customer wrote."""

DOMAIN_COLUMNS = frozenset({"email_domain", "domain_name", "website"})
"""Columns that say which mail domain is a company's."""


@dataclass(frozen=True)
class ColumnRule:
    """`kinds` are of people, `thing` is what else it names; `is_about`: a match makes the row the person's own."""

    kinds: tuple[str, ...]
    thing: str | None
    is_personal: bool
    is_about: bool
    named_by: str | None = None


UNDECLARED = ColumnRule((), None, False, False)


@dataclass(frozen=True)
class TableRule:
    """One raw table; of one that no adapter knows, nothing is known but what the values say."""

    source: str
    table: str
    domain: str
    columns: Mapping[str, ColumnRule]
    keys: tuple[str, ...]

    def column(self, name: str) -> ColumnRule:
        """The rule of a column; of an undeclared one, the rule that nothing is known."""
        return self.columns.get(name, UNDECLARED)

    @cached_property
    def person_key(self) -> str | None:
        """The column that is the key of a table of people, with their names or addresses beside it; else None."""
        is_of_people = len(self.keys) == 1 and bool(self.column(self.keys[0]).kinds)
        has_names = any(column.is_personal for column in self.columns.values())
        return self.keys[0] if is_of_people and has_names else None

    @cached_property
    def thing_key(self) -> str | None:
        """The column that is the key of a table of things of people, such as tickets; else None."""
        return self.keys[0] if len(self.keys) == 1 and self.column(self.keys[0]).thing else None

    @cached_property
    def links_to(self) -> tuple[str, ...]:
        """In a table of people: columns with an id of the person elsewhere; of an account, its billing customer."""
        return self._linking("account", "customer")

    @cached_property
    def links_from(self) -> tuple[str, ...]:
        """In a table of people: columns whose id makes the record the same person's; of a customer, its account."""
        return self._linking("customer", "account")

    def _linking(self, of: str, to: str) -> tuple[str, ...]:
        if not self.person_key:
            return ()
        own = self.column(self.person_key).kinds
        wanted = {to} if of in own else ONE_PERSON if ONE_PERSON.intersection(own) else frozenset()
        others = ((name, column) for name, column in self.columns.items() if name != self.person_key)
        return tuple(name for name, column in others if column.kinds and wanted.issuperset(column.kinds))


def table_rule(declared: RawTable | None, source: str, table: str) -> TableRule:
    """The rule of a raw table; `declared` is None where no adapter knows it."""
    if declared is None:
        return TableRule(source, table, "", {}, ())
    columns = {column.name: _column_rule(column) for column in declared.columns}
    keys = tuple(column.name for column in declared.columns if column.is_key)
    return TableRule(source, table, declared.domain, columns, keys)


def rules_of(contract: Contract) -> dict[tuple[str, str], TableRule]:
    """The rule of every declared table, by (source, table)."""
    return {place: table_rule(declared, *place) for place, declared in contract.items()}


def field_rule(name: str, of: ColumnRule) -> ColumnRule:
    """The rule of a value that belongs to the field `name`: an id, a person's words, or neither."""
    kinds = PERSON_COLUMNS.get(name, ())
    return ColumnRule(kinds, None, of.is_personal or name in TEXT_FIELDS, False)


def _column_rule(column: RawColumn) -> ColumnRule:
    kinds = column.persons or PERSON_COLUMNS.get(column.name, ())
    thing = column.thing or (None if column.persons else THING_COLUMNS.get(column.name))
    handles = column.name in HANDLERS or HANDLING_KINDS.issuperset(kinds)
    is_about = bool(thing) or (bool(kinds) and not handles)
    return ColumnRule(kinds, thing, column.is_personal, is_about, column.named_by)
