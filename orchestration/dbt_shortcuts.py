"""What dbt does again and again for each node, done once, or left out where nobody looks: a quarter of a small build.

The releases of dbt in the lock are those for which each of these was tried; nothing that dbt builds or tells changes.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any


def take_shortcuts() -> None:
    """All of them, in this process, before dbt runs here for the first time; parses are shared in any case."""
    drop_debug_events()
    write_json_at_once()
    remember_column_types()
    remember_arguments()
    look_names_up()
    look_each_name_up_once()
    draw_one_graph()


def share_parses() -> None:
    """Lets a parse made in one home serve in another: where the databases lie changes nothing that is parsed.

    dbt keeps a hash of the connection with a parse, and would take the five seconds again.
    """
    from dbt.adapters.duckdb.credentials import DuckDBCredentials

    DuckDBCredentials._connection_keys = lambda self: ("database", "schema")  # type: ignore[method-assign]


def drop_debug_events() -> None:
    """Spells no debug event out: a build fires some twenty thousand, and nobody listens.

    One that is asked for after all, for what it holds or with another level, is made then.
    """
    from dbt_common.events.base_types import BaseEvent, DebugLevel, EventLevel
    from dbt_common.events.event_manager import EventManager
    from dbt_common.events.event_manager_client import ctx_set_event_manager

    class QuietEvents(EventManager):
        def fire_event(self, e: Any, level: Any = None, *others: Any, **named: Any) -> None:
            if (level or e.level_tag()) != EventLevel.DEBUG:
                super().fire_event(e, level, *others, **named)

    def put_off(event: Any, *arguments: Any, **named: Any) -> None:
        event.__dict__["given"] = arguments, named

    def make(event: Any, name: str) -> Any:
        if "pb_msg" not in event.__dict__:
            arguments, named = event.__dict__["given"]
            BaseEvent.__init__(event, *arguments, **named)
        return event.pb_msg if name == "pb_msg" else getattr(event.pb_msg, name)

    ctx_set_event_manager(QuietEvents())
    DebugLevel.__init__, DebugLevel.__getattr__ = put_off, make  # type: ignore[method-assign,assignment]


def write_json_at_once() -> None:
    """The same JSON, a quarter of the time: Python writes a text as a whole in C, and one piece by piece in Python."""
    from dbt.artifacts.schemas import base
    from dbt_common.utils.encoding import JSONEncoder

    def write_json(path: str, data: dict[str, Any]) -> bool:
        text = json.dumps(data, cls=JSONEncoder)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
        return True

    base.write_json = write_json  # type: ignore[attr-defined]


def remember_column_types() -> None:
    """What guesses the types of a result's columns is made once for the same columns: each knows how to read dates in
    words, which takes longer to set up than a table to build."""
    from dbt_common.clients import agate_helper

    make = functools.cache(agate_helper.build_type_tester)
    agate_helper.build_type_tester = lambda text_columns, **options: make(tuple(text_columns), **options)
    agate_helper.empty_table = functools.cache(agate_helper.empty_table)


def remember_arguments() -> None:
    """The arguments of the command are spelled out once: each node has them in the names that its SQL may use."""
    from dbt.context import providers

    spell_out = functools.lru_cache(maxsize=1)(providers.args_to_dict)  # type: ignore[attr-defined]
    providers.args_to_dict = lambda arguments: dict(spell_out(arguments))  # type: ignore[attr-defined]


def look_names_up() -> None:
    """An argument of a test is rendered with the names that it uses, as SQL is, and not with a copy of all macros."""
    from dbt_common.clients.jinja import MacroFuzzTemplate, NativeSandboxTemplate

    NativeSandboxTemplate.new_context = MacroFuzzTemplate.new_context  # type: ignore[method-assign,assignment]


def look_each_name_up_once() -> None:
    """A name of SQL is fetched from the chain of dictionaries in which it may be, and not sought in it before."""
    from jinja2.runtime import Context
    from jinja2.utils import missing

    def fetch(context: Context, name: str) -> Any:
        try:
            return context.vars[name] if name in context.vars else context.parent[name]
        except KeyError:
            return missing

    Context.resolve_or_missing = fetch  # type: ignore[method-assign,assignment]


def draw_one_graph() -> None:
    """Both parts of a build have one manifest: its graph is drawn and searched for cycles once."""
    from dbt.compilation import Compiler

    draw = Compiler.compile
    drawn: dict[tuple[int, bool], tuple[Any, Any]] = {}

    def compile_once(compiler: Compiler, manifest: Any, *others: Any, **named: Any) -> Any:
        key = id(manifest), bool(named.get("add_test_edges"))
        if key in drawn:
            compiler.initialize()  # type: ignore[no-untyped-call]
        else:
            drawn[key] = manifest, draw(compiler, manifest, *others, **named)
        return drawn[key][1]

    Compiler.compile = compile_once  # type: ignore[method-assign,assignment]
