"""Small changes of a statement that a person could have made by mistake, one at a time."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp

DIALECT = "duckdb"
SHOWN = 160
"""Characters of a changed expression that are told."""

Node = Any
"""An expression of sqlglot, whose classes have no types that mypy can follow."""

NO_PART = "'~'"
"""What stands for NULL in a surrogate key; most parts are keys and never NULL."""

BOUNDARY = {exp.LT: exp.LTE, exp.LTE: exp.LT, exp.GT: exp.GTE, exp.GTE: exp.GT}
FLIP = {exp.LT: exp.GT, exp.LTE: exp.GTE, exp.GT: exp.LT, exp.GTE: exp.LTE, exp.EQ: exp.NEQ, exp.NEQ: exp.EQ}
OTHER_END = {exp.Min: exp.Max, exp.Max: exp.Min, exp.Least: exp.Greatest, exp.Greatest: exp.Least}
SIGN = {exp.Add: exp.Sub, exp.Sub: exp.Add}
CONNECTIVE = {exp.And: exp.Or, exp.Or: exp.And}


@dataclass(frozen=True)
class Change:
    """One change of one statement: the node at `place` of its tree becomes the operator's replacement `version`."""

    operator: str
    place: int
    version: int
    line: int
    before: str
    after: str


def changes(sql: str) -> list[Change]:
    """Every change of the statement; of several that read the same, as macros write them, the first."""
    found: dict[tuple[str, str, str], Change] = {}
    for place, node in enumerate(sqlglot.parse_one(sql, dialect=DIALECT).walk()):
        for name, operator in OPERATORS.items():
            for version, replacement in enumerate(operator(node)):
                before, after = _apart(_text(node), _text(replacement))
                change = Change(name, place, version, _line(node), before, after)
                found.setdefault((name, before, after), change)
    return list(found.values())


def changed(sql: str, change: Change) -> str | None:
    """The statement with the change; None where nothing in it reads so: settings make statements of homes differ."""
    tree = sqlglot.parse_one(sql, dialect=DIALECT)
    nodes = list(tree.walk())
    for node in (*nodes[change.place : change.place + 1], *nodes):
        replacement = next(itertools.islice(OPERATORS[change.operator](node), change.version, None), None)
        if replacement and _apart(_text(node), _text(replacement)) == (change.before, change.after):
            node.replace(replacement)
            return str(tree.sql(dialect=DIALECT, pretty=True))
    return None


def boundary(node: Node) -> Iterator[Node]:
    """`<` becomes `<=`, and so on; of `between`, either end is left out."""
    yield from _other_class(node, BOUNDARY)
    if isinstance(node, exp.Between):
        this, low, high = node.this, node.args["low"], node.args["high"]
        for above, below in ((exp.GT, exp.LTE), (exp.GTE, exp.LT)):
            from_low = above(this=this.copy(), expression=low.copy())
            yield exp.and_(from_low, below(this=this.copy(), expression=high.copy()))


def comparison(node: Node) -> Iterator[Node]:
    """`<` becomes `>`, `=` becomes `<>`, `is null` becomes `is not null`."""
    yield from _other_class(node, FLIP)
    if isinstance(node, exp.Is) and not isinstance(node.parent, exp.Not):
        yield exp.Not(this=node.copy())
    if isinstance(node, exp.Not):
        yield node.this.copy()


def join(node: Node) -> Iterator[Node]:
    """A left join becomes an inner one, and an inner one a left one."""
    if isinstance(node, exp.Join) and (node.args.get("on") or node.args.get("using")):
        other = node.copy()
        if node.side == "LEFT":
            other.set("side", None)
            other.set("kind", "INNER")
            yield other
        elif not node.side and node.kind in ("", "INNER"):
            other.set("kind", None)
            other.set("side", "LEFT")
            yield other


def predicate(node: Node) -> Iterator[Node]:
    """One side of an `and` is dropped, or the whole of a `where`, `having` or `qualify`."""
    if isinstance(node, exp.And):
        yield node.expression.copy()
        yield node.this.copy()
    if isinstance(node, (exp.Where, exp.Having, exp.Qualify)) and not isinstance(node.this, exp.And):
        yield type(node)(this=exp.true())


def connective(node: Node) -> Iterator[Node]:
    """`and` becomes `or`, and the other way round."""
    for other in _other_class(node, CONNECTIVE):
        yield exp.paren(other)


def aggregate(node: Node) -> Iterator[Node]:
    """`sum` becomes `count`, `min` becomes `max`, `least` becomes `greatest`, and the other way round."""
    yield from _other_class(node, OTHER_END)
    if isinstance(node, exp.Sum):
        yield exp.Count(this=node.this.copy(), big_int=True)


def distinct(node: Node) -> Iterator[Node]:
    """`distinct` is dropped, and a `union` becomes a `union all`."""
    if isinstance(node, exp.Select) and node.args.get("distinct"):
        other = node.copy()
        other.set("distinct", None)
        yield other
    if isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct):
        yield exp.Count(this=node.this.expressions[0].copy(), big_int=True)
    if isinstance(node, exp.Union) and node.args.get("distinct"):
        every = node.copy()
        every.set("distinct", False)
        yield every


def window(node: Node) -> Iterator[Node]:
    """A key of a window's partition is dropped, or an expression of its order is dropped or turned round."""
    if type(node) is not exp.Window:
        return
    for number in range(len(node.args.get("partition_by") or [])):
        other = node.copy()
        del other.args["partition_by"][number]
        yield other
    order = node.args.get("order")
    expressions = order.expressions if order else []
    for number in range(len(expressions)):
        other = node.copy()
        ordered = other.args["order"].expressions[number]
        ordered.set("desc", not ordered.args.get("desc"))
        yield other
        if len(expressions) > 1:
            other = node.copy()
            del other.args["order"].expressions[number]
            yield other


def default(node: Node) -> Iterator[Node]:
    """A `coalesce` has no default; those that a macro writes around each part of a surrogate key are left alone."""
    is_of_column = isinstance(node, exp.Coalesce) and node.this.find(exp.Column) is not None
    if is_of_column and [_text(each) for each in node.expressions] != [NO_PART]:
        yield node.this.copy()


def arithmetic(node: Node) -> Iterator[Node]:
    """`+` becomes `-`, and the other way round."""
    yield from _other_class(node, SIGN)


def number(node: Node) -> Iterator[Node]:
    """A number is one more."""
    is_whole = isinstance(node, exp.Literal) and not node.is_string and node.this.isdigit()
    if is_whole and not isinstance(node.parent, (exp.DataTypeParam, exp.Cast)):
        yield exp.Literal.number(int(node.this) + 1)


def branch(node: Node) -> Iterator[Node]:
    """A branch of a `case` is dropped."""
    if isinstance(node, exp.Case) and len(node.args["ifs"]) > 1:
        for place in range(len(node.args["ifs"])):
            other = node.copy()
            del other.args["ifs"][place]
            yield other


OPERATORS: dict[str, Callable[[Node], Iterator[Node]]] = {
    operator.__name__: operator
    for operator in (
        *(
            boundary,
            comparison,
            join,
            predicate,
            connective,
            aggregate,
            distinct,
            window,
            default,
            arithmetic,
        ),
        *(number, branch),
    )
}


def _other_class(node: Node, classes: Mapping[Any, Any]) -> Iterator[Node]:
    other = classes.get(type(node))
    if other is not None:
        copied = node.copy()
        yield other(**copied.args)


def _text(node: Node) -> str:
    return str(node.sql(dialect=DIALECT))


def _line(node: Node) -> int:
    """Line of the compiled statement: that of the first name in the node, or around it where it has none."""
    while node is not None:
        for part in node.walk():
            if line := part.meta.get("line"):
                return int(line)
        node = node.parent
    return 0


def _apart(before: str, after: str) -> tuple[str, str]:
    """Of two long texts, where they differ."""
    if max(len(before), len(after)) <= SHOWN:
        return before, after
    start = next((place for place, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    begin = max(0, start - SHOWN // 3)
    lead = "... " if begin else ""
    return lead + before[begin : begin + SHOWN], lead + after[begin : begin + SHOWN]
