"""The floor of a refresh: one scan of the raw store that reads every value of every column once, and nothing else.

`python -m benchmarks.floor HOME`, after a refresh. What the scan takes with two threads is the least that any program
needs to have seen the data; the ratio of a refresh to it says how much work the warehouse does for each value.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from orchestration.home import Home


def scan(home: Home) -> int:
    """Hashes every value of the raw store; gives the number of records."""
    records = 0
    with duckdb.connect(config={"threads": 2}) as connection:
        for file in sorted(home.raw.glob("*/*/*.parquet")):
            source = "read_parquet('" + str(file).replace("'", "''") + "')"
            columns = [row[0] for row in connection.execute(f"describe select * from {source}").fetchall()]
            values = ", ".join(f'bit_xor(hash("{column}"))' for column in columns)
            found = connection.execute(f"select count(*), {values} from {source}").fetchone()
            records += found[0] if found else 0
    return records


if __name__ == "__main__":
    scan(Home(Path(sys.argv[1])))
