"""Makes a Zendesk-shaped company at scale: Parquet deliveries in the inbox of a home, the same for the same seed.

`python -m benchmarks.generate --home HOME --tickets N`. About 15 changes and 5 messages a ticket over three years.
Each statement in `company/` is one table, as Fivetran's connector lands it. Tables that go on changing come in two
deliveries: everything up to the last week, then that week with some of what was known before.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from orchestration.home import Home

COMPANY = Path(__file__).with_name("company")
CHANGING = ("ticket", "ticket_field_history", "ticket_comment", "user")
PERIOD = {
    "starts_at": "2023-01-01 00:00:00",
    "cut_at": "2025-12-24 00:00:00",
    "ends_at": "2025-12-31 00:00:00",
}
DEFAULT_SEED = 1


def generate(
    home: Home,
    tickets: int,
    seed: int = DEFAULT_SEED,
    memory_limit: str = "4GB",
    cut_at: str = PERIOD["cut_at"],
    skewed: float = 0.0,
) -> dict[str, int]:
    """Writes the deliveries; gives the records by table. `cut_at` is the instant at which the second ones begin.

    `skewed` is the share of people, and so about that of tickets, who are one customer's.
    """
    records: dict[str, int] = {}
    with TemporaryDirectory(prefix="cxw-generate-") as work:
        database = duckdb.connect(
            str(Path(work) / "company.duckdb"), config={"threads": 2, "memory_limit": memory_limit}
        )
        with database as connection:
            _set_up(
                connection, {"tickets": tickets, "seed": seed, "skewed": skewed, **PERIOD, "cut_at": cut_at}
            )
            for statement in sorted(COMPANY.glob("[!_]*.sql")):
                table = statement.stem
                folder = home.inbox / "zendesk" / table
                folder.mkdir(parents=True, exist_ok=True)
                for number in range(1, 3 if table in CHANGING else 2):
                    connection.execute("set variable is_last = ?", [number == 2])
                    select = statement.read_text(encoding="utf-8")
                    target = str(folder / f"{number}.parquet").replace("'", "''")
                    written = connection.execute(
                        f"copy ({select}) to '{target}' (format parquet, compression zstd)"
                    ).fetchone()
                    records[table] = records.get(table, 0) + (written[0] if written else 0)
    return records


def _set_up(connection: duckdb.DuckDBPyConnection, variables: dict[str, int | float | str]) -> None:
    connection.execute("set TimeZone = 'UTC'")
    for name, value in variables.items():
        connection.execute(f"set variable {name} = ?", [value])
    for statement in ("_setup.sql", "_changes.sql"):
        connection.execute((COMPANY / statement).read_text(encoding="utf-8"))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path, required=True, help="the home whose inbox is filled")
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    arguments = parser.parse_args()
    for table, count in generate(Home(arguments.home), arguments.tickets, arguments.seed).items():
        print(f"{table:28} {count:>12,}")


if __name__ == "__main__":
    main()
