"""What somebody asks for when they ask to be forgotten, and what is no such thing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from orchestration.errors import CxwError

PERSONS_AT_MOST = 20
"""In one system; a person has one record there, or a few that were made twice."""

ID_KINDS = ("contact", "requester", "account", "employee")
_ADDRESS = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]+")
_DIGITS = re.compile(r"\D")


@dataclass(frozen=True)
class Request:
    """An address, a telephone number, or ids by kind as `id` or `source:id`; one of them is enough."""

    email: str | None = None
    phone: str | None = None
    ids: tuple[tuple[str, str], ...] = ()
    at_most: int = PERSONS_AT_MOST
    name: str = field(default="the request", compare=False)

    def refuse_vague(self) -> None:
        """Raises CxwError (usage) where it could be anybody; the message does not repeat what was given."""
        if not (self.email is not None or self.phone is not None or self.ids):
            raise CxwError(
                "nobody is named: give --email, --phone, --contact, --requester, --employee or --account."
            )
        if self.email is not None and not _ADDRESS.fullmatch(self.email.strip()):
            raise CxwError(
                f"{self.name}: the e-mail address is none (name@example.com is expected, whole). Nobody was erased."
            )
        if self.phone is not None and len(_DIGITS.sub("", self.phone)) < 7:
            raise CxwError(
                f"{self.name}: the telephone number has fewer than 7 digits, so it could be anybody's. "
                "Nobody was erased."
            )
        for kind, value in self.ids:
            if kind not in ID_KINDS:
                raise CxwError(
                    f"{self.name}: its subject_kind is none of {', '.join(ID_KINDS)}. Nobody was erased."
                )
            if not any(c.isalnum() for c in value.rpartition(":")[2]):
                raise CxwError(f"{self.name}: the id of the {kind} is empty. Nobody was erased.")

    def refuse_many(self, found: int, kind: str, source: str) -> None:
        """Raises CxwError (usage) where more people answer to it than one person's records can be."""
        if found > self.at_most:
            raise CxwError(
                f"{self.name}: {found:,} records of the kind '{kind}' in {source} match, more than {self.at_most}; it "
                "is shared by many, or belongs to nobody. Nobody was erased: name one person by an id of theirs, or "
                "say --at-most if these are really one."
            )
