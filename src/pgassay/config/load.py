"""Finds the configuration and reads it, and says where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from pgassay.config.document import Document, Place, Table, parse, read
from pgassay.config.settings import Config, Expect, IgnoreEntry, Names, RuleSettings, Tenancy, TenancyRelation
from pgassay.errors import ConfigError
from pgassay.model.names import function_identity, identity, nearest

_T = TypeVar("_T")
#: What a wrong value was, in words; msgspec's own name on the left.
_KINDS = {
    "str": "a string",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list of strings",
    "object": "a table",
    "null": "nothing",
}


def load(path: Path | None, *, start: Path) -> Config:
    """The configuration in `path`, or else in the nearest file at or above `start`; all defaults without one.

    The search looks in each folder for pgassay.toml, then for a pyproject.toml with [tool.pgassay], and ends
    at the folder that holds .git. Raises ConfigError when a file cannot be read or says something unknown.
    """
    if path is not None:
        document = parse(path, read(path))
        if document is None:
            raise ConfigError(f"{path}: there is no [tool.pgassay] table in it")
        return _config(document)
    folder = start.absolute()
    for candidate in (folder, *folder.parents):
        document = _document_in(candidate)
        if document is not None:
            return _config(document)
        if (candidate / ".git").exists():
            break
    return Config()


def _document_in(folder: Path) -> Document | None:
    own, shared = folder / "pgassay.toml", folder / "pyproject.toml"
    if own.is_file():
        return parse(own, read(own))
    if not shared.is_file():
        return None
    text = read(shared)
    # A pyproject.toml that never says pgassay is not ours to complain about.
    return parse(shared, text) if "pgassay" in text else None


def _config(document: Document) -> Config:
    table = document.table
    _known_only(document, table, (), [key for key in Config.__struct_fields__ if key != "file"])
    sections = ("tenancy", "expect", "rules", "ignore")
    plain = {key: value for key, value in table.items() if key not in sections}
    if isinstance(plain.get("postgres"), int | float):
        plain["postgres"] = str(plain["postgres"])
    config = _struct(document, plain, Config, ())
    if config.postgres is not None and not re.fullmatch(r"[1-9]\d?(\.\d+)?", config.postgres):
        raise document.fault(("postgres",), f'expected a version such as "17", got "{config.postgres}"')
    rules = _section(document, table, (), "rules")
    return msgspec.structs.replace(
        config,
        tenancy=_tenancy(document, _section(document, table, (), "tenancy")),
        expect=_expect(document, _section(document, table, (), "expect")),
        rules={name: _rule(document, name, value) for name, value in rules.items()},
        ignore=_ignore(document, table.get("ignore", [])),
        file=document.file,
    )


def _tenancy(document: Document, table: Table) -> Tenancy:
    plain = {key: value for key, value in table.items() if key != "relations"}
    stated = _struct(document, plain, Tenancy, ("tenancy",))
    relations: dict[str, TenancyRelation] = {}
    for name, value in _section(document, table, ("tenancy",), "relations").items():
        place: Place = ("tenancy", "relations", name)
        relation = _struct(document, document.section(value, place), TenancyRelation, place)
        if sum(way is not None for way in (relation.column, relation.via, relation.scope)) != 1:
            raise document.fault(place, 'state one of column = "…", via = "…" or scope = "none"')
        relations[_identity(document, name, place)] = relation

    def named(key: str, names: Iterable[str], give: Callable[[str], str] = identity) -> Names:
        return tuple(_identity(document, name, ("tenancy", key), give) for name in names)

    return msgspec.structs.replace(
        stated,
        table=next(iter(named("table", [stated.table] if stated.table else [])), None),
        membership=next(iter(named("membership", [stated.membership] if stated.membership else [])), None),
        publish=named("publish", stated.publish),
        reference=named("reference", stated.reference),
        global_rows=named("global_rows", stated.global_rows),
        dead_letters=named("dead_letters", stated.dead_letters),
        public_functions=named("public_functions", stated.public_functions, function_identity),
        relations=relations,
    )


def _expect(document: Document, table: Table) -> Expect:
    place: Place = ("expect",)
    _known_only(document, table, place, Expect.__struct_fields__)

    def counts(key: str) -> dict[str, int]:
        entries = _section(document, table, place, key)
        return {
            _identity(document, name, (*place, key, name)): _value(document, count, int, (*place, key, name))
            for name, count in entries.items()
        }

    def relations(value: object, where: Place) -> Names:
        return tuple(_identity(document, name, where) for name in _value(document, value, Names, where))

    rls = table.get("rls")
    if isinstance(rls, str) and rls != "all":
        raise document.fault((*place, "rls"), f'expected "all" or a list of relations, got "{rls}"')
    published = _section(document, table, place, "published")
    return Expect(
        rls=rls if rls is None or isinstance(rls, str) else relations(rls, (*place, "rls")),
        policies=counts("policies"),
        published={name: relations(value, (*place, "published", name)) for name, value in published.items()},
        columns=counts("columns"),
    )


def _rule(document: Document, name: str, value: object) -> RuleSettings:
    table = document.section(value, ("rules", name))
    own = {key: table[key] for key in ("severity", "enabled") if key in table}
    settings = _struct(document, own, RuleSettings, ("rules", name))
    return msgspec.structs.replace(settings, options={key: table[key] for key in table if key not in own})


def _ignore(document: Document, entries: object) -> tuple[IgnoreEntry, ...]:
    if not isinstance(entries, list):
        raise document.fault(("ignore",), "expected [[ignore]], a list of tables")
    found: list[IgnoreEntry] = []
    keys = [key for key in IgnoreEntry.__struct_fields__ if key != "line"]
    values: list[object] = list(entries)
    for number, value in enumerate(values):
        place: Place = ("ignore", number)
        table = document.section(value, place)
        _known_only(document, table, place, keys)
        for key in keys:
            stated = table.get(key)
            if stated is None or (isinstance(stated, str) and not stated.strip()):
                need = ": say why the finding is right as it is" if key == "reason" else ""
                raise document.fault(place, f"the {key} is missing{need}")
        entry = _struct(document, table, IgnoreEntry, place)
        found.append(msgspec.structs.replace(entry, line=document.line(place)))
    return tuple(found)


def _section(document: Document, table: Table, place: Place, key: str) -> Table:
    return document.section(table.get(key, {}), (*place, key))


def _identity(document: Document, name: str, place: Place, give: Callable[[str], str] = identity) -> str:
    try:
        return give(name)
    except ValueError as error:
        raise document.fault(place, str(error)) from error


def _known_only(document: Document, table: Table, place: Place, known: Iterable[str]) -> None:
    known = list(known)
    for key in table:
        if key not in known:
            raise document.fault((*place, key), f"unknown key{_hint(key, place, known)}")


def _hint(key: str, place: Place, known: list[str]) -> str:
    if not place:
        for section, kind in (("tenancy", Tenancy), ("expect", Expect)):
            if key in kind.__struct_fields__:
                return f"; it belongs in [{section}]"
    return nearest(key, known) or f"; known here: {', '.join(known)}"


def _struct(document: Document, table: Table, kind: type[_T], place: Place) -> _T:
    """`table` as the struct, where one string may stand for a list of one."""
    hints = get_type_hints(kind)
    known = [key for key in hints if key not in ("file", "options")]
    _known_only(document, table, place, known)
    values: Table = {}
    for key, value in table.items():
        listed = [value] if hints[key] == Names and isinstance(value, str) else value
        values[key] = _value(document, listed, hints[key], (*place, key))
    return kind(**values)


def _value(document: Document, value: object, kind: type[_T], place: Place) -> _T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise document.fault(place, _expectation(str(error), kind, value)) from error


def _expectation(message: str, kind: object, value: object) -> str:
    """msgspec's words on a value, in ours."""
    if match := re.match(r"Expected `([^`]+)`, got `([^`]+)`", message):
        wanted = [_KINDS.get(name, name) for name in match[1].split(" | ") if name != "null"]
        got = _KINDS.get(match[2], match[2]).replace("a list of strings", "a list")
        return f"expected {' or '.join(wanted)}, got {got}"
    allowed = [str(choice) for part in (kind, *get_args(kind)) for choice in _choices(part)]
    return f'expected one of {", ".join(allowed)}, got "{value}"' if allowed else message


def _choices(kind: object) -> tuple[object, ...]:
    if get_origin(kind) is Literal:
        return get_args(kind)
    return tuple(member.value for member in getattr(kind, "__members__", {}).values())
