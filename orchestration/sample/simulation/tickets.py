"""A ticket and its history, as objects."""

from __future__ import annotations

from dataclasses import dataclass, field

from orchestration.sample.simulation.company import Person

SYSTEM = -1
ACTIVE = frozenset({"new", "open", "pending", "hold"})


@dataclass(slots=True)
class Message:
    """One comment; `role` is customer, agent or system."""

    sent_at: int
    author_id: int | None
    role: str
    is_public: bool
    body: str
    is_voice: bool = False


@dataclass(slots=True)
class Change:
    """One change of one field, by someone."""

    at: int
    value: str | int | None
    author_id: int | None


@dataclass(slots=True)
class Ticket:
    """A ticket and everything that ever happens to it, in order of time within each list."""

    ticket_id: int
    created_at: int
    channel: str
    topic: str | None
    tags: list[tuple[int, str, int | None]]
    person: Person | None
    requester_id: int | None
    submitter_id: int | None
    organization_id: int | None
    kind: str | None
    is_agent_opened: bool
    is_public: bool
    on_us_schedule: bool
    status: list[Change] = field(default_factory=list)
    priority: list[Change] = field(default_factory=list)
    group: list[Change] = field(default_factory=list)
    assignee: list[Change] = field(default_factory=list)
    satisfaction: list[tuple[int, str, str]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    policy: int | None = None
    absorbed: list[tuple[int, int]] = field(default_factory=list)
    merged: tuple[int, int] | None = None

    def status_at(self, instant: int) -> str:
        """The status at an instant that is not before the creation."""
        return str(value_at(self.status, instant))

    def changed_at(self) -> list[int]:
        """Every instant at which anything changed, unsorted."""
        instants = [
            c.at for changes in (self.status, self.priority, self.group, self.assignee) for c in changes
        ]
        instants += [entry[0] for entry in self.satisfaction]
        instants += [message.sent_at for message in self.messages]
        instants += [at for at, _ in self.absorbed]
        return instants

    def forget_after(self, instant: int) -> None:
        """Undo everything from an instant on: what was to happen did not."""
        for changes in (self.status, self.priority, self.group, self.assignee):
            changes[:] = [change for change in changes if change.at < instant]
        self.satisfaction = [entry for entry in self.satisfaction if entry[0] < instant]
        self.messages = [message for message in self.messages if message.sent_at < instant]


def value_at(changes: list[Change], instant: int) -> str | int | None:
    """The value of a field at an instant (inclusive), None before its first change."""
    value = None
    for change in changes:
        if change.at > instant:
            break
        value = change.value
    return value
