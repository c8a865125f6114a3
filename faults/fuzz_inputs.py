"""Deliveries whose bytes were changed at random."""

from __future__ import annotations

import gzip
import random
from collections.abc import Mapping

from faults.history_files import FORMATS, encode
from faults.history_tables import Table, new_record

TOKENS = (
    b'"', b'""', b",", b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xc3", b"{", b"}", b"[", b"]", b":",
    b"\\", b"\\u0000", b"\\ud800", b"null", b"NaN", b"1e999", b'"a":', b";", b"\t", b"PAR1", b"\xf0\x9f\x98\x80",
    b"\x1f\x8b", b"\x00\x00\x00\x00", b"\xff\xff\xff\x7f", b" ", b"\xe2\x80\xa8", b"\x1a", b"\x0b", b"\x85",
)  # fmt: skip


def fuzz_input(
    tables: Mapping[tuple[str, str], Table], number: int, seed: int
) -> tuple[Table, str, bytes, bytes]:
    """Input `number` of a campaign: its table, format, bytes before the mutations, and after."""
    random_ = random.Random(f"fuzz {seed} {number}")
    table = tables[random_.choice(sorted(tables))]
    kind = FORMATS[number % len(FORMATS)]
    names = [column.name for column in table.columns]
    records = [new_record(table, random_) for _ in range(random_.choice((1, 3, 8, 20)))]
    whole = encode(table, names, records, kind, random_)
    packs = kind.endswith(".gz") and random_.random() < 0.7  # else the archive itself is changed
    data = gzip.decompress(whole) if packs else whole
    for _ in range(random_.choice((0, 1, 1, 2, 4, 12))):
        data = mutate(data, random_)
    return table, kind, whole, gzip.compress(data, mtime=0) if packs else data


def mutate(data: bytes, random_: random.Random) -> bytes:
    """One random change: of a bit, a byte, a token, a stretch that goes, comes twice or changes its place."""
    if not data:
        return random_.choice(TOKENS)
    at = random_.randrange(len(data))
    if random_.random() < 0.2:
        at = max(0, len(data) - 1 - random_.randrange(64))  # the end: a footer, or a line that is not whole
    length = random_.choice((1, 2, 8, 40))
    what = random_.randrange(8)
    if what == 0:
        return data[:at] + bytes([data[at] ^ 1 << random_.randrange(8)]) + data[at + 1 :]
    if what == 1:
        return data[:at] + bytes([random_.randrange(256)]) + data[at + 1 :]
    if what == 2:
        return data[:at] + random_.choice(TOKENS) + data[at:]
    if what == 3:
        token = random_.choice(TOKENS)
        return data[:at] + token + data[at + len(token) :]
    if what == 4:
        return data[:at] + data[at + length :]
    if what == 5:
        return data[:at] + data[at : at + length] * random_.choice((2, 3, 50)) + data[at + length :]
    if what == 6:
        return data[:at]
    other = random_.randrange(len(data))
    return data[:at] + data[other : other + length] + data[at:]
