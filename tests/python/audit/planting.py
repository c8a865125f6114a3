"""How a test plants a defect in the small candidate: SQL that one check must notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Defect:
    """SQL that plants a defect, and the other checks that cannot but fail with it."""

    sql: str
    entails: frozenset[str] = frozenset()


def twice(table: str, condition: str) -> Defect:
    """A row of the table stands there twice."""
    return Defect(f"insert into {table} select * from {table} where {condition}")


def missing(table: str, column: str, condition: str, *entails: str) -> Defect:
    """A column of a row is NULL."""
    return Defect(f"update {table} set {column} = null where {condition}", frozenset(entails))


def changed(table: str, setting: str, condition: str, *entails: str) -> Defect:
    """A row is changed."""
    return Defect(f"update {table} set {setting} where {condition}", frozenset(entails))


def keyless(table: str, columns: str, row: str) -> Defect:
    """A new row without its key."""
    return Defect(f"insert into {table} ({columns}) values ({row})")
