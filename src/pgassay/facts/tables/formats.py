"""Texts with a form: addresses, schedules and short names, and the pattern that each has to match."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from pgassay.facts.tables.columns import default_text, is_text
from pgassay.model.relations import Column


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A form of text: what it is called, and the pattern a value matches (case-blind where `blind`).

    `grammar` is true where values have a grammar of their own, which what reads them knows better than a
    pattern that fits into a CHECK.
    """

    name: str
    called: str
    pattern: str
    blind: bool = False
    grammar: bool = False

    def matches(self, text: str) -> bool:
        """True when a text has the form. Postgres and Python read these patterns alike."""
        return (
            re.search(self.pattern.replace("[:space:]", r"\s"), text, re.I if self.blind else 0) is not None
        )


def _field(values: str, names: str = "") -> str:
    """The pattern of one cron field: a list of stars, values and ranges, each with a step."""
    value = f"({values}|{names})" if names else f"({values})"
    item = rf"(\*|{value}(-{value})?)(/[1-9][0-9]?)?"
    return f"{item}(,{item})*"


_CRON = " +".join(
    (
        _field("[0-5]?[0-9]"),
        _field("[01]?[0-9]|2[0-3]"),
        _field("0?[1-9]|[12][0-9]|3[01]"),
        _field("0?[1-9]|1[0-2]", "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"),
        _field("[0-7]", "sun|mon|tue|wed|thu|fri|sat"),
    )
)

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "url": Format(name="url", called="a web address", pattern="^https?://[^[:space:]]+$", blind=True),
        "email": Format(
            name="email",
            called="an e-mail address",
            pattern="^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$",
        ),
        "cron": Format(
            name="cron",
            called="a cron schedule of five fields",
            pattern=f"^{_CRON}$",
            blind=True,
            grammar=True,
        ),
        "slug": Format(
            name="slug", called="a short name for addresses", pattern="^[a-z0-9]+([-_][a-z0-9]+)*$"
        ),
    }
)

#: A link within the application (action_url, page_url) is often a path alone; a broker or database has
#: a scheme of its own.
_NAMES = {
    "cron": re.compile(r"(^|_)cron(_?(tab|expr|expression|schedule|spec))?$|(^|_)schedule_cron$", re.I),
    "url": re.compile(
        r"^(?!(.*_)?(action|redirect|return|page|relative|next|broker|database|db|redis|socket|ws)_).*(^|_)(url|uri|homepage)$",
        re.I,
    ),
    "email": re.compile(r"(^|_)e?mail(_address)?$", re.I),
    "slug": re.compile(r"(^|_)(slug|subdomain)$", re.I),
}
_COMMENTS = {"cron": re.compile(r"\bcron\b", re.I), "url": re.compile(r"\b(web address|https?)\b", re.I)}
_EXAMPLES = {
    "cron": re.compile(r"^(\S+ ){4}\S+$"),
    "url": re.compile(r"^https?://", re.I),
    "email": re.compile(r"^\S+@\S+\.\S+$"),
}


_SHOWN = re.compile(r"(^|_)(logo|icon|image|avatar|photo|picture|banner|cover|thumbnail|favicon)(_|$)", re.I)
_CALLED = re.compile(r"(^|_)(web)?(hook|callback|call|endpoint|target|notify|api)(_|$)", re.I)


def is_called(column: Column) -> bool:
    """True for an address that is named for being called."""
    return bool(_CALLED.search(column.name))


def is_shown(column: Column) -> bool:
    """True for the address of a picture: it is shown, and often a path of the storage."""
    return bool(_SHOWN.search(column.name))


def format_of(column: Column) -> Format | None:
    """The form that a text column's default, comment or name says its values have; None when nothing does."""
    if not is_text(column):
        return None
    default = default_text(column) or ""
    for name, example in _EXAMPLES.items():
        if example.match(default):
            return FORMATS[name]
    for name, words in _COMMENTS.items():
        if column.comment and words.search(column.comment):
            return FORMATS[name]
    for name, pattern in _NAMES.items():
        if pattern.search(column.name):
            return FORMATS[name]
    return None
