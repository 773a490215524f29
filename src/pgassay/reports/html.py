"""The report as one HTML file: no network, complete without scripts, fit for print."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from itertools import groupby
from textwrap import dedent

from jinja2 import Environment, Template
from markupsafe import Markup

from pgassay.model.finding import Finding, Severity
from pgassay.model.report import Report
from pgassay.reports.plain import one_line, safe
from pgassay.reports.script import fix_script, script_note, terminated
from pgassay.reports.wording import (
    also,
    count,
    counts,
    family_title,
    holds_by_family,
    left_out,
    listed,
    locks_line,
    next_step,
    not_checked_line,
    readable,
    target_line,
    tenancy_line,
    tenancy_toml,
    trial,
)
from pgassay.version import VERSION


def render(report: Report) -> str:
    """The whole report; the same report gives the same text."""
    report = readable(report)
    labelled = [(str(number), finding) for number, finding in enumerate(report.findings, start=1)]
    groups = [
        (severity, list(same)) for severity, same in groupby(labelled, key=lambda item: item[1].severity)
    ]
    style, script = _part("report.css"), _part("report.js")
    return _template().render(
        report=report,
        groups=groups,
        severities=list(Severity),
        holds=holds_by_family(report),
        left_out=list(left_out(report)),
        fixes=fix_script(labelled),
        version=VERSION,
        trial=trial,
        style=Markup(style),  # our own text, shipped with the package
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        sources={number: _source(report, finding) for number, finding in labelled},
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    words: dict[str, Callable[..., str]] = {
        "also": also,
        "count": count,
        "counts": counts,
        "family_title": family_title,
        "listed": listed,
        "locks_line": locks_line,
        "next_step": next_step,
        "not_checked_line": not_checked_line,
        "one_line": one_line,
        "script_note": script_note,
        "target_line": target_line,
        "tenancy_line": tenancy_line,
        "tenancy_toml": tenancy_toml,
        "terminated": terminated,
    }
    environment.globals.update(words)
    return environment.from_string(_part("report.html.j2"))


def _part(name: str) -> str:
    return files("pgassay.reports").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """What a Content-Security-Policy needs to let exactly this text through."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _source(report: Report, finding: Finding) -> str:
    return dedent("\n".join(map(safe, report.source_lines(finding.location)))).strip()
