"""Which cells of a release are somebody's: where another kind has the same id, it is another person."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.erasure.key import Key
from orchestration.erasure.release_cells import changed_cells
from orchestration.erasure.subject import Subject

RELEASE = """create schema conformed;
create table conformed.dim_agent as
    select md5('agent|files|12') as agent_key, 'agent' as kind, 'files' as source, '12' as agent_id;
create table conformed.dim_customer as
    select md5(kind || '|files|12') as customer_key, kind, 'files' as source, '12' as customer_id
    from (values ('account'), ('billing_customer'), ('contact'), ('requester')) t(kind)"""


@pytest.mark.parametrize(
    ("kind", "told_by", "word"),
    [
        ("account", "customer", "account"),
        ("agent", "agent", "agent"),
        ("caller", None, None),
        ("contact", "customer", "contact"),
        ("customer", "customer", "billing_customer"),
        ("employee", None, None),
        ("requester", "customer", "requester"),
    ],
)
def test_an_id_is_of_its_own_kind_alone(kind: str, told_by: str | None, word: str | None) -> None:
    """Twelve is an agent, a contact, somebody's extension and more; each is somebody else."""
    with duckdb.connect() as connection:
        connection.execute(RELEASE)
        cells = changed_cells(connection, "memory", Subject(Key(bytes(32)), {(kind, "files", "12")}))
        found = {
            column: connection.execute(
                f"select distinct kind from {schema}.{table} where {' or '.join(conditions)}"
            ).fetchall()
            for (schema, table, column), conditions in cells.values.items()
        }
    assert found == ({f"{told_by}_id": [(word,)], f"{told_by}_key": [(word,)]} if told_by else {})


def test_an_id_that_nothing_else_looks_like_is_theirs_in_every_kind() -> None:
    """Who wrote messages as an agent, and is known as a requester."""
    with duckdb.connect() as connection:
        connection.execute(RELEASE.replace("12", "user-12"))
        subject = Subject(Key(bytes(32)), {("requester", "files", "user-12")})
        columns = {column for _, _, column in changed_cells(connection, "memory", subject).values}
    assert columns == {"agent_id", "agent_key", "customer_id", "customer_key"}
