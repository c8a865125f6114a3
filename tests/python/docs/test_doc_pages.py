"""What the pages mention exists: commands, options, targets, links, settings, variables, exit codes."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
from doc_pages import PAGES, README, prose, read_blocks

from orchestration.cli import cli
from orchestration.contract import load_contract
from orchestration.errors import ExitCode
from orchestration.home import PROJECT_ROOT
from orchestration.settings import Settings

OPERATIONS = PROJECT_ROOT / "docs" / "operations.md"
SOURCES = PROJECT_ROOT / "docs" / "sources.md"
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def _commands(page: Path) -> list[str]:
    """Everything after `cxw` in code, inline or fenced."""
    inline = re.findall(r"`(?:\.venv/bin/)?cxw ([^`]*)`", prose(page))
    fenced = [
        line.split("#")[0]
        for block in read_blocks(page)
        for line in re.findall(r"(?:\.venv/bin/|^ExecStart=\S*/)cxw +(.*)", block.text, re.MULTILINE)
    ]
    return [command.split(">>")[0].strip() for command in inline + fenced]


def _check_command(words: list[str]) -> str | None:
    """What is wrong with the words after `cxw`; None where they are a command of it."""
    command: click.Command = cli
    known = {option for parameter in cli.params for option in parameter.opts}
    for word in words:
        if word.startswith("-"):
            if word not in known | {"--help", "-h"}:
                return f"{word} is no option of cxw {command.name}"
        elif command is cli and word in cli.commands:
            command = cli.commands[word]
            known |= {option for parameter in command.params for option in parameter.opts}
        elif command is cli and not word.startswith("/"):
            return f"{word} is no command"
    return None


@each_page
def test_every_command_exists(page: Path) -> None:
    wrong = {command: _check_command(command.split()) for command in _commands(page)}
    assert not {command: problem for command, problem in wrong.items() if problem}


def test_commands_are_looked_at_at_all() -> None:
    assert len(_commands(README)) >= 6
    assert (
        _check_command(["refesh"])
        and _check_command(["refresh", "--asof", "x"])
        and _check_command(["--hoem"])
    )
    mentioned = {command.split()[0] for page in PAGES for command in _commands(page)}
    assert set(cli.commands) <= mentioned, "every command of cxw is shown somewhere"


@each_page
def test_every_make_target_exists(page: Path) -> None:
    makefile = (PROJECT_ROOT / "Makefile").read_text(encoding="utf-8")
    text = prose(page) + "\n".join(block.text for block in read_blocks(page) if block.language == "sh")
    for target in re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target}"


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", prose(page)):
        assert "://" not in target, "pages link to this project alone"
        path, _, anchor = unquote(target).partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", prose(file), re.MULTILINE)
            assert anchor in {_anchor(heading) for heading in headings}, target


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@each_page
def test_every_file_named_exists(page: Path) -> None:
    """Paths of the project in backquotes; `<...>` and `*` stand for any name."""
    roots = ("models/", "macros/", "seeds/", "orchestration/", "tests/", "docs/", ".ci/")
    for path in re.findall(r"`([\w.][^` ]*)`", prose(page)):
        if path.startswith(roots) and page.name != "CONTRIBUTING.md":
            pattern = re.sub(r"<[^>]*>", "*", path).rstrip("/")
            assert list(PROJECT_ROOT.glob(pattern)), path


def test_settings_are_those_of_the_code() -> None:
    section = prose(OPERATIONS).split("\n## Settings\n")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", section, re.MULTILINE))
    assert rows == Settings.meaning_of()
    defaults = re.findall(r"^\| `(\w+)` \| (.*) \| .* \|$", section, re.MULTILINE)
    for name, shown in defaults:
        value = getattr(Settings(), name)
        text = (
            "none"
            if value is None
            else str(dict(value)).replace("'", "")
            if name.endswith("thresholds")
            else str(value)
        )
        assert shown.strip("`") == text, name


@each_page
def test_every_setting_named_exists(page: Path) -> None:
    known = {field.name for field in fields(Settings)}
    if page == README:
        section = prose(page).split("\n## Settings\n")[1].split("\n## ")[0]
        assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) <= known
    for block in read_blocks(page):
        if block.language == "yaml" and block.new_file is None and block.changed_file is None:
            assert set(re.findall(r"^(\w+):", block.text, re.MULTILINE)) <= known, block.place


def test_exit_codes_are_those_of_the_code() -> None:
    codes = {int(code) for code in ExitCode}
    readme = prose(README).split("\n## Exit codes\n")[1].split("\n## ")[0]
    operations = prose(OPERATIONS).split("\n## When a refresh fails\n")[1].split("\n## ")[0]
    assert {int(code) for code in re.findall(r"^\| (\d) \|", readme, re.MULTILINE)} == codes
    assert {int(code) for code in re.findall(r"^\| (\d) \|", operations, re.MULTILINE)} == codes | {1}


def test_variables_are_those_of_the_code() -> None:
    section = prose(OPERATIONS).split("\n## Environment\n")[1]
    code = "".join(
        path.read_text(encoding="utf-8") for path in (PROJECT_ROOT / "orchestration").rglob("*.py")
    )
    for name in re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE):
        assert f'"{name}"' in code, name


def test_the_entities_listed_are_those_of_the_contract() -> None:
    section = prose(SOURCES).split("\n## Files\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([\w, ]+) \|$", section, re.MULTILINE)
    listed = {f"{domain}.{entity}" for domain, entities in rows for entity in entities.split(", ")}
    declared = {table for source, table in load_contract() if source == "files"}
    assert listed == declared
    assert f"there are {len(declared)} of them" in section


def test_the_tables_listed_are_those_that_vendors_declare() -> None:
    text = prose(SOURCES).split("\n## Vendors\n")[1]
    for source, table in load_contract():
        if source not in ("files", "salesforce") or (source == "salesforce" and table != "user"):
            assert source == "files" or f"`{table}`" in text or f"/{table}/" in text, f"{source}/{table}"


def test_the_engine_macros_listed_exist() -> None:
    macros = "".join(
        path.read_text(encoding="utf-8") for path in (PROJECT_ROOT / "macros" / "engine").glob("*.sql")
    )
    defined = set(re.findall(r"macro (\w+)\(", macros))
    public = {name for name in defined if not re.match(r"(default|spark)__", name)}
    section = prose(PROJECT_ROOT / "CONTRIBUTING.md").split("\n## Portable SQL\n")[1]
    listed = {
        name
        for cell in re.findall(r"^\| .* \| (.*) \| .* \|$", section, re.MULTILINE)
        for name in re.findall(r"`(\w+)\(", cell)
    }
    assert listed == public


@each_page
def test_pages_are_short_enough_to_read(page: Path) -> None:
    longest = 450 if page.name == "CONTRIBUTING.md" else 360
    assert len(page.read_text(encoding="utf-8").splitlines()) <= longest
