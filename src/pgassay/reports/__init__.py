"""Renderers: a Report in, text out."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pgassay.model.report import Report

#: What `render` knows, and the module whose `render(report)` writes it; loaded when first asked for.
_MODULES: Final = {
    "text": "pgassay.reports.terminal",
    "concise": "pgassay.reports.concise",
    "json": "pgassay.reports.json",
    "sarif": "pgassay.reports.sarif",
    "github": "pgassay.reports.github",
    "gitlab": "pgassay.reports.gitlab",
    "junit": "pgassay.reports.junit",
    "markdown": "pgassay.reports.markdown",
    "comment": "pgassay.reports.comment",
    "html": "pgassay.reports.html",
}
FORMATS: Final = tuple(_MODULES)

#: How many columns text takes where no terminal says how wide it is.
WIDTH: Final = 100


def render(report: Report, format: str) -> str:
    """The report as text in one of `FORMATS`, ending in a newline where there is any text.

    The same report gives the same text. Raises ValueError for an unknown format.
    """
    if format not in _MODULES:
        raise ValueError(f"unknown format {format!r}; known: {', '.join(FORMATS)}")
    write: Callable[[Report], str] = import_module(_MODULES[format]).render
    return write(report)
