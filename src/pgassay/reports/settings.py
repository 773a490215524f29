"""What a run goes by, as a pgassay.toml that says where each line comes from, or as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from pgassay.model.settings import Belonging, Place, Setting, Settings
from pgassay.reports.plain import escaped, one_line, safe
from pgassay.reports.wording import count, listed

FORMATS = ("text", "json")

_KINDS = {
    "queues": "work that moves through states",
    "logs": "rows are added and not edited",
    "definitions": "configuration that says what shall happen",
    "references": "no tenant, written by no client",
    "bulk": "filled by imports",
    "secrets": "columns that hold a secret",
}
_COMMENT_AT = 60


def render_settings(settings: Settings, format: str) -> str:
    """The settings in one of `FORMATS`. The text is TOML that pgassay reads: kept, it confirms what it says.

    Raises ValueError for another format.
    """
    if format == "json":
        return _json(settings)
    if format != "text":
        raise ValueError(f"unknown format {format!r}; known: {', '.join(FORMATS)}")
    blocks = [list(_head(settings)), *_tables(settings.settings)]
    blocks += [block for block in (list(_rows(settings.belongings)), list(_kinds(settings))) if block]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _head(settings: Settings) -> Iterator[str]:
    target = settings.target
    paths = listed(target.paths, 3) or "nothing"
    what = f"{count(target.files, 'file')}, {count(target.statements, 'statement')}, layout {target.layout}"
    yield _comment(f"What a review of {paths} goes by ({what}).")
    found = f"Configuration: {settings.file}" if settings.file else "There is no configuration file"
    yield _comment(f"{found}. To confirm what is inferred, keep it in pgassay.toml.")
    if not any(setting.place == ("postgres",) for setting in settings.settings):
        version = target.postgres.partition(".")[0]
        yield _comment(f'The version in production is not stated (postgres = "17"): fixes are for {version}.')
    if target.failed_statements:
        yield _comment(
            f"{count(target.failed_statements, 'statement')} failed: what rests on them is not inferred."
        )


def _tables(settings: Iterable[Setting]) -> Iterator[list[str]]:
    """One block for each table: first the keys that stand in none."""

    def header(setting: Setting) -> tuple[str, Place]:
        place = setting.place
        return ("[[ignore]]", place) if isinstance(place[-1], int) else ("", place[:-1])

    for (kind, table), group in groupby(settings, key=header):
        if kind:
            yield from (_entry(setting) for setting in group)
            continue
        title = [f"[{'.'.join(map(_key, table))}]"] if table else []
        yield title + [_line(f"{_key(one.place[-1])} = {toml(one.value)}", one.origin) for one in group]


def _entry(setting: Setting) -> list[str]:
    entries = setting.value.items() if isinstance(setting.value, dict) else ()
    return [_line("[[ignore]]", setting.origin), *(f"{_key(key)} = {toml(value)}" for key, value in entries)]


def _rows(belongings: Iterable[Belonging]) -> Iterator[str]:
    """How each table belongs to a tenant, as comments: each is a line that [tenancy.relations] takes."""
    found = sorted(belongings, key=lambda one: (one.scope == "none", one.relation))
    if not found:
        return
    yield _comment("Whose rows each table holds:")
    yield "# [tenancy.relations]"
    for one in found:
        if one.scope in ("key", "owner", "path") and one.column:
            how = {("via" if one.scope == "path" else "column"): one.column}
            yield _line(f"# {_key(one.relation)} = {toml(how)}", _origin(one))
        elif one.scope == "root":
            yield _line(f"# {_key(one.relation)}", "its rows are the tenants")
        else:
            declared = "declared" if one.scope == "declared" else "no tenant was found"
            yield _line(f'# {_key(one.relation)} = {{ scope = "none" }}', declared)


def _origin(one: Belonging) -> str:
    through = f", through {one.parent}" if one.parent else ""
    return f"{one.rests_on or 'inferred'}{through}"


def _kinds(settings: Settings) -> Iterator[str]:
    for name, relations in settings.kinds:
        if relations:
            yield _comment(f"{name} ({_KINDS.get(name, '')}): {', '.join(relations)}")


def _line(text: str, origin: str) -> str:
    return f"{text:<{_COMMENT_AT}}  {_comment(origin)}"


def _comment(text: str) -> str:
    return f"# {one_line(safe(text))}"


def _key(key: object) -> str:
    text = str(key)
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else toml(text)


def toml(value: object) -> str:
    """A value in TOML, on one line."""
    if isinstance(value, dict):
        inside = ", ".join(f"{_key(key)} = {toml(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, str):
        return escaped(json.dumps(value, ensure_ascii=False))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json(settings: Settings) -> str:
    target = settings.target
    told = {
        "file": settings.file,
        "layout": target.layout,
        "platform": target.platform,
        "postgres": target.postgres,
        "files": target.files,
        "statements": target.statements,
        "settings": [
            {"key": list(one.place), "value": one.value, "origin": one.origin} for one in settings.settings
        ],
        "relations": [
            {
                "relation": one.relation,
                "scope": one.scope,
                "column": one.column,
                "parent": one.parent,
                "rests_on": one.rests_on,
            }
            for one in settings.belongings
        ],
        "kinds": {name: list(relations) for name, relations in settings.kinds},
    }
    return json.dumps(told, indent=2, default=str) + "\n"
