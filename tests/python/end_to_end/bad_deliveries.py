"""One file for each way in which a delivery can be bad: what must become of it, and how it looks when corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

TICKETS, PAYMENTS = "ticketing.tickets", "billing.payments"
TICKET = "ticket_id,channel,status,created_at,solved_at,subject,source_reopen_count"
PAYMENT = "payment_id,status,amount,currency,created_at"
CREATED = "2024-01-05T10:00:00Z"

Refusal = tuple[int, str | None, str]
"""Record number, column and reason, as `cxw quarantine` lists it."""


@dataclass(frozen=True)
class Case:
    """A file `name` of a table; `rejected` is why nothing of it is taken, `refused` what of it is not."""

    name: str
    content: bytes
    table: str = TICKETS
    rejected: str | None = None
    refused: tuple[Refusal, ...] = ()
    corrected: bytes | None = None

    @property
    def path(self) -> str:
        """Its place in the home."""
        return f"inbox/files/{self.table}/{self.name}"


def ticket(number: str, created: str = CREATED, subject: str = "Hello", status: str = "open") -> str:
    """A line of tickets."""
    return f"{number},email,{status},{created},,{subject},"


def tickets(*lines: str, end: str = "\n") -> bytes:
    """A file of tickets."""
    return "".join(line + end for line in (TICKET, *lines)).encode()


def payment(number: str, amount: str = "10.50") -> str:
    """A line of payments."""
    return f"{number},succeeded,{amount},EUR,{CREATED}"


def payments(*lines: str) -> bytes:
    """A file of payments."""
    return "".join(line + "\n" for line in (PAYMENT, *lines)).encode()


def json_ticket(number: str, more: str = "", channel: str = '"email"', created: str = f'"{CREATED}"') -> str:
    """A line of tickets as JSON."""
    return (
        f'{{"ticket_id": "{number}", "channel": {channel}, "status": "open", "created_at": {created}{more}}}'
    )


def good_files() -> Iterator[Case]:
    """What is odd, and good."""
    yield Case("bom.csv", b"\xef\xbb\xbf" + tickets(ticket("B01")))
    yield Case("cr_only.csv", tickets(ticket("B11"), end="\r"))
    yield Case("header_only.csv", tickets())
    yield Case("other_order.csv", f"status,created_at,channel,ticket_id\nopen,{CREATED},email,B15\n".encode())
    yield Case("large.csv", tickets(ticket("B17", subject="x" * 3_000_000)))
    yield Case("line_break.csv", tickets(ticket("B18", subject='"one\ntwo"'), ticket("B18b")))
    yield Case("scripts.csv", tickets(ticket("B19", subject="👩‍🚀 שלום é")))
    yield Case("no_offset.csv", tickets(ticket("B21", created="2024-01-05 10:00:00")))
    yield Case("little_skew.csv", tickets(ticket("B25", created="2024-03-01T00:05:00Z")))
    yield Case("large_id.csv", tickets(ticket("99999999999999999999999999")))
    words = ("NULL", "null", "N/A", "-", "")
    yield Case("null_words.csv", tickets(*(ticket(f"B29-{n}", subject=w) for n, w in enumerate(words))))
    yield Case("unknown_word.csv", tickets(ticket("B31", status="Snoozed")))
    yield Case("blank_lines.csv", tickets(ticket("B33"), "", ticket("B33b"), ""))


def refused_files() -> Iterator[Case]:
    """Files of which some records are refused; each has a good first record, and comes again with all corrected."""

    def case(name: str, bad: bytes, *refused: Refusal, count: int = 1) -> Case:
        ids = [f"{name}-{n}" for n in range(count + 1)]
        good = tickets(ticket(ids[0]))
        corrected = tickets(*(ticket(number) for number in ids))
        return Case(f"{name}.csv", good + bad, refused=refused, corrected=corrected)

    yield case(
        "latin_1",
        ticket("latin_1-1", subject="Caf\xe9").encode("latin-1") + b"\n",
        (2, "subject", "bad_encoding"),
    )
    yield case("short_line", b"short_line-1,email,open\n", (2, None, "missing_columns"))
    yield case("long_line", ticket("long_line-1").encode() + b",more\n", (2, None, "too_many_columns"))
    yield case(
        "after_quote", ticket("after_quote-1", subject='"a"b').encode() + b"\n", (2, None, "bad_quoting")
    )
    yield case("nul", ticket("nul-1", subject="a\0b").encode() + b"\n", (2, "subject", "control_char"))
    instants = ("2024-02-30", "31/12/2024", "1704448800000")
    lines = "".join(ticket(f"instants-{n}", created=i) + "\n" for n, i in enumerate(instants, start=1))
    yield case("instants", lines.encode(), *((n, "created_at", "bad_timestamp") for n in (2, 3, 4)), count=3)
    later = ("2024-03-01T03:00:00Z", "2026-01-01T00:00:00Z")
    lines = "".join(ticket(f"future-{n}", created=i) + "\n" for n, i in enumerate(later, start=1))
    yield case("future", lines.encode(), *((n, "created_at", "future_event") for n in (2, 3)), count=2)
    yield case("no_key", ticket("").encode() + b"\n", (2, "ticket_id", "missing_key"))
    yield case("no_status", ticket("no_status-1", status="").encode() + b"\n", (2, "status", "missing_value"))
    amounts = ('"10,50"', "$10.50", "1e3", "10.00501", "NaN", "inf")
    yield Case(
        "amounts.csv",
        payments(payment("P0", "10.005"), *(payment(f"P{n}", a) for n, a in enumerate(amounts, start=1))),
        PAYMENTS,
        refused=tuple((n, "amount", "bad_decimal") for n in range(2, 8)),
        corrected=payments(payment("P0", "10.005"), *(payment(f"P{n}") for n in range(1, 7))),
    )
    odd = (
        json_ticket("J1")[:-20],
        json_ticket("J2", more=', "status": "open"'),
        json_ticket("J3", created="true"),
        json_ticket("J4", channel='{"a": 1}'),
        "[1, 2]",
    )
    reasons = (
        (None, "bad_json"),
        (None, "duplicate_key"),
        ("created_at", "bad_timestamp"),
        ("channel", "nested_value"),
        (None, "not_an_object"),
    )
    yield Case(
        "lines.jsonl",
        "".join(line + "\n" for line in (json_ticket("J0"), *odd)).encode(),
        refused=tuple((n, *reason) for n, reason in enumerate(reasons, start=2)),
        corrected="".join(json_ticket(f"J{n}") + "\n" for n in range(6)).encode(),
    )


def rejected_files() -> Iterator[Case]:
    """Files of which nothing is taken."""

    def case(name: str, content: bytes, why: str) -> Case:
        number = name.partition(".")[0]
        good = json_ticket(number) + "\n" if name.endswith("jsonl") else tickets(ticket(number)).decode()
        return Case(name, content, rejected=why, corrected=good.encode() if "parquet" not in name else None)

    line = tickets(ticket("x"))
    yield case("semicolons.csv", line.replace(b",", b";"), "required column 'channel' is missing|semicolons")
    yield case("tabs.csv", line.replace(b",", b"\t"), "tabs")
    yield case("empty.csv", b"", "0 bytes")
    yield case("renamed.csv", line.replace(b"status", b"state"), "required column 'status' is missing")
    yield case("repeated.csv", line.replace(b"subject", b"status"), "column 'status' is there more than once")
    yield case("utf_16.csv", line.decode().encode("utf-16"), "UTF-16")
    yield case("array.jsonl", b'[{"ticket_id": "1"}]', "JSON array")
    yield case("packed.csv.gz", b"\x1f\x8b\x08\x00broken", "gzip")
    yield case("magic.parquet", b"ABCD" * 9, "PAR1")
    yield case("cut.parquet", b"PAR1" + b"\0" * 40, "cut off")
    yield case("nothing.parquet", b"", "0 bytes")
