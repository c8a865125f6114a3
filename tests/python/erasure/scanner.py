"""Looks for words in everything below a folder, as whoever finds the disk would: it knows nothing of the eraser.

Every file is looked at as bytes and by its name; what is packed is unpacked, every table of a database and every column
of a Parquet file is read as text. Case does not matter.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb


def occurrences(root: Path, words: Iterable[str]) -> list[str]:
    """`path: word` for each word in each place; in JSON's escapes and as UTF-16 too."""
    forms = {word: _forms(word) for word in words}
    found = set()
    for path in sorted(_files(root)):
        told = str(path.relative_to(root))
        for text in (os.fsencode(told), *_readings(path)):
            lowered = text.lower()
            found |= {
                f"{told}: {word}" for word, known in forms.items() if any(form in lowered for form in known)
            }
    return sorted(found)


def _forms(word: str) -> list[bytes]:
    lowered = word.lower()
    escaped = "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in lowered)
    return [lowered.encode(), escaped.encode(), lowered.encode("utf-16-le"), lowered.encode("utf-16-be")]


def _files(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield from (Path(folder) / name for name in names)


def _readings(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    yield data
    if data[:2] == b"\x1f\x8b":
        yield _unpacked(data)
    elif data[:4] == b"PAR1" and data[-4:] == b"PAR1":
        with duckdb.connect() as connection:
            name = str(path).replace("'", "''").replace("[", "[[]")
            yield _rows(connection, f"select * from read_parquet('{name}')")
    elif data[8:12] == b"DUCK":
        yield from _tables(path)
    elif data[:16] == b"SQLite format 3\0":
        with closing(sqlite3.connect(path)) as history:
            yield "\n".join(history.iterdump()).encode()


def _unpacked(data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return zlib.decompressobj(wbits=31).decompress(data)


def _tables(path: Path) -> Iterator[bytes]:
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where not internal"
        ).fetchall()
        for schema, table in tables:
            yield _rows(connection, f'select * from "{schema}"."{table}"')
        yield repr(connection.execute("select sql, comment from duckdb_tables()").fetchall()).encode()
        yield repr(connection.execute("select sql, comment from duckdb_views()").fetchall()).encode()


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> bytes:
    columns = [row[0] for row in connection.execute(f"describe {query}").fetchall()]
    texts = ", ".join(f'cast(columns."{name}" as varchar)' for name in columns)
    rows = connection.execute(f"select {texts} from ({query}) as columns").fetchall()
    return "\n".join(
        ["\t".join(columns), *("\t".join(value or "" for value in row) for row in rows)]
    ).encode()
