"""A SQLAlchemy dialect through which Great Expectations can read a DuckDB file.

Great Expectations fetches a result after it has left the connection's `with` block. SQLAlchemy
rolls back on leaving, DuckDB drops an open result on rollback, and the fetch then fails with
"list index out of range". Here begin, commit and rollback do nothing, so an open result lives on.
That is sound because the file is only ever opened read-only: there is nothing to commit or undo.
"""

from __future__ import annotations

from typing import Any

from duckdb_sqlalchemy import Dialect
from sqlalchemy.dialects import registry

DIALECT_NAME = "duckdb.audit"
"""Use it as `duckdb+audit://`, with the connect arguments `database` (the file) and `schema`."""


class ReadOnlyAuditDialect(Dialect):
    """DuckDB, always read-only, without transactions."""

    supports_statement_cache = True

    def connect(self, *arguments: Any, schema: str = "main", **options: Any) -> Any:
        """Open the file read-only, whatever the caller asked for, at one of its schemas."""
        connection = super().connect(*arguments, **{**options, "read_only": True})
        try:
            connection.execute(f"set schema = '{schema}'")
        except Exception:
            connection.close()  # else the file stays open for as long as someone holds the exception
            raise
        return connection

    def do_begin(self, dbapi_connection: Any) -> None:
        """Do nothing: see the module's description."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Do nothing: see the module's description."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Do nothing: see the module's description."""


def register_dialect() -> None:
    """Make `duckdb+audit://` known to SQLAlchemy; calling it again changes nothing."""
    registry.register(DIALECT_NAME, __name__, ReadOnlyAuditDialect.__name__)
