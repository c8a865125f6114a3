"""Writes an audit for programs (`audit.json`) and for people (`audit.html`, one file, no network)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from orchestration.audit.results import AuditResult
from orchestration.durable import replace_text

JSON_NAME = "audit.json"
HTML_NAME = "audit.html"


def write_report(result: AuditResult, results_dir: Path, heading: Mapping[str, str]) -> tuple[Path, Path]:
    """Write both files into `results_dir`, made where missing; `heading` is shown at the top of the page."""
    json_path, html_path = results_dir / JSON_NAME, results_dir / HTML_NAME
    document = {"heading": dict(heading), **result.as_dict()}
    replace_text(json_path, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    replace_text(html_path, render_html(result, heading))
    return json_path, html_path


def render_html(result: AuditResult, heading: Mapping[str, str]) -> str:
    """The page; every text in it is escaped."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    subjects = dict.fromkeys(check.subject for check in result.checks if check.kind == "expectation")
    groups = [(subject, [c for c in result.checks if c.subject == subject]) for subject in subjects]
    groups.append(("Reconciliations", [c for c in result.checks if c.kind == "reconciliation"]))
    return templates.get_template("report.html.j2").render(
        result=result,
        heading=heading,
        failures=(*result.errors, *result.warnings),
        groups=[(title, checks) for title, checks in groups if checks],
    )
