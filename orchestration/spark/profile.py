"""The output `spark` of profiles.yml, as dbt reads it: the one place that says how Spark is reached."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined, TemplateError

from orchestration.errors import CxwError
from orchestration.home import PROJECT_ROOT

FILTERS_OF_DBT = ("as_text", "as_bool", "as_number", "as_native")
"""They give a value its type, which here the reader of each key does."""

PORT_OF_DBT = 443
"""What dbt-spark takes where the output has no `port`."""


@dataclass(frozen=True)
class SparkProfile:
    """Where the Thrift server is, how one logs in, and the settings of every session; None is what is not said."""

    host: str
    port: int
    user: str | None = None
    auth: str | None = None
    kerberos_service_name: str | None = None
    password: str | None = field(default=None, repr=False)
    use_ssl: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The address, for messages."""
        return f"{self.host}:{self.port}"


def spark_profile(environment: Mapping[str, str] = os.environ) -> SparkProfile:
    """The output with the environment's values in it; an empty value is none where the output has a default.

    Raises CxwError (usage), naming the key, where dbt could not connect with it either.
    """
    output = _rendered(environment)
    if (method := output.get("method", "thrift")) != "thrift":
        raise _wrong("method", f"is {method!r}, and `cxw` speaks to Spark over `thrift` alone")
    host = str(output.get("host") or "").rstrip("/")
    if not host:
        raise _wrong("host", "is missing")
    return SparkProfile(
        host=host,
        port=_port(output.get("port", PORT_OF_DBT)),
        user=output.get("user"),
        auth=output.get("auth"),
        kerberos_service_name=output.get("kerberos_service_name"),
        password=output.get("password"),
        use_ssl=_truth("use_ssl", output.get("use_ssl")),
        settings={str(k): str(v) for k, v in (output.get("server_side_parameters") or {}).items()},
    )


def _rendered(environment: Mapping[str, str]) -> dict[str, Any]:
    """The output as it is written, with the environment's values in its texts."""
    path = PROJECT_ROOT / "profiles.yml"
    try:
        output = dict(yaml.safe_load(path.read_text(encoding="utf-8"))["cxw"]["outputs"]["spark"])
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise CxwError(f"{path}: no output `spark` can be read from it ({error!r}); correct it.") from error
    template = Environment(undefined=StrictUndefined, autoescape=False)
    template.filters.update({name: lambda value: value for name in FILTERS_OF_DBT})

    def render(key: str, value: Any) -> Any:
        def env_var(name: str, default: str | None = None) -> str:
            if default is None and name not in environment:
                raise _wrong(key, f"asks for {name}, which the environment does not have", f"set {name}")
            return environment.get(name) or default or ""

        if isinstance(value, dict):
            return {name: render(key, part) for name, part in value.items()}
        if not isinstance(value, str):
            return value
        try:
            return template.from_string(value).render(env_var=env_var)
        except (TemplateError, TypeError) as error:
            if key == "password":  # As in dbt: one may have braces of its own.
                return value
            raise _wrong(key, f"cannot be read ({error})") from error

    return {key: render(key, value) for key, value in output.items()}


def _port(value: Any) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise _wrong("port", f"is {text!r}, no whole number from 1 to 65535", "correct it, or CXW_SPARK_PORT")
    return int(text)


def _truth(key: str, value: Any) -> bool:
    word = str(value or False).lower()
    if word not in ("true", "false"):
        raise _wrong(key, f"is {value!r}, neither true nor false")
    return word == "true"


def _wrong(key: str, what: str, remedy: str = "correct it") -> CxwError:
    return CxwError(f"{PROJECT_ROOT / 'profiles.yml'}: `{key}` of the output `spark` {what}; {remedy}.")
