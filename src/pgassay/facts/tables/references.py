"""Columns that hold keys of another table without a foreign key that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.scope import Scope
from pgassay.facts.conditions.translate import query_of, test_of
from pgassay.facts.conditions.values import ColumnOf, Compare, Member, Query, Test
from pgassay.facts.functions.bare_names import statements_of
from pgassay.facts.functions.names import scope_of
from pgassay.facts.tables.columns import is_secret, is_text
from pgassay.facts.tables.editors import application_decides
from pgassay.facts.tables.past import keeps_past, snake
from pgassay.model.relations import Column, Relation
from pgassay.postgres import parse

if TYPE_CHECKING:
    from pgassay.facts import Facts

_KEY_LIKE = re.compile(r"^(?P<stem>.+?)(_id|_uuid|Id)$")
_FORMER = re.compile(r"(migrated|imported|copied|previous|prev|old|former|original|legacy|deleted)_")
#: A default that is nobody's key stands for none, where NULL would.
_NOBODY = re.compile(r"^('\s*'|'?(0|-1)'?|'(none|unknown|system)')(::[a-z ]+(\(\d+\))?)?$", re.I)
_KIND_BESIDE = ("type", "kind", "table", "model", "class", "entity", "schema")
#: Types that can reference each other.
_FAMILIES = (frozenset({"integer", "bigint", "smallint"}), frozenset({"text", "character varying"}))


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A column that holds keys (`key`) of `target`. `shown` says what shows it; `by_name` when it is only
    the name.
    """

    relation: Relation
    column: Column
    target: Relation
    key: str
    shown: str
    by_name: bool


def unenforced(facts: Facts) -> Iterator[Reference]:
    """The columns of the schema's tables that hold keys of another table and that no foreign key covers, by
    table.

    Shown by a query, view or policy that joins the column with the key, or by the session's user compared
    with it; else by a name of the form `<table>_id` with the key's type. Left out: columns that default to
    nobody's key, or that a kind column beside makes point at several tables, tables that keep the past, and
    text keys that are not named just like one table.
    """
    joined = _joins(facts)
    targets = _targets(facts)
    for relation in facts.own_relations:
        if not relation.is_table or relation.parent is not None or keeps_past(facts, relation):
            continue
        covered = {name for key in facts.catalog.foreign_keys_of(relation.identity) for name in key.columns}
        own = {
            c.columns[0]
            for c in facts.catalog.constraints_of(relation.identity, "primary key")
            if len(c.columns) == 1
        }
        for column in relation.columns:
            if (
                column.name in covered
                or column.generated
                or column.identity
                or _is_polymorphic(relation, column)
                or _NOBODY.match(column.default or "")
            ):
                continue
            if column.name in own and column.default is not None:
                continue
            found = _shown(facts, relation, column, joined, targets) or _named(relation, column, targets)
            if found is not None and not (found.by_name and _is_otherwise_called(facts, found)):
                yield found


def _is_otherwise_called(facts: Facts, found: Reference) -> bool:
    """True for text where all references to the table have another name: any text agrees with a text key."""
    keys = facts.catalog.foreign_keys_to(found.target.identity)
    names = {key.columns[0] for key in keys if len(key.columns) == 1 and key.relation != key.references}
    return is_text(found.column) and bool(names) and found.column.name not in names


def _targets(facts: Facts) -> dict[str, tuple[Relation, Column]]:
    """The tables with a key of one column, and the users' table, by identity."""
    found: dict[str, tuple[Relation, Column]] = {}
    for relation in facts.catalog.relations:
        if (
            relation.is_table
            and relation.parent is None
            and (facts.is_own(relation) or relation.identity in facts.users)
        ):
            keys = [
                c.columns[0]
                for c in facts.catalog.constraints_of(relation.identity, "primary key")
                if len(c.columns) == 1
            ]
            column = relation.column(keys[0]) if keys else None
            if column is not None and not _is_filled_beside(facts, relation):
                found[relation.identity] = (relation, column)
    return found


def _is_filled_beside(facts: Facts, relation: Relation) -> bool:
    """True for a look-up that triggers alone fill from rows of other tables, and that no foreign key leads
    to: its row is there after those that are looked up by it, and theirs are the parents.
    """
    clients = not application_decides(facts) and facts.access.writers(relation)
    if facts.catalog.foreign_keys_to(relation.identity) or clients:
        return False
    filling = {
        identity
        for identity, body in facts.bodies.items()
        if any(write.command == "insert" and write.relation == relation.identity for write in body.writes)
    }
    known = [facts.catalog.function.get(identity) for identity in filling]
    return bool(known) and all(function is not None and function.is_trigger for function in known)


def _shown(
    facts: Facts,
    relation: Relation,
    column: Column,
    joined: dict[tuple[str, str], set[tuple[str, str]]],
    targets: dict[str, tuple[Relation, Column]],
) -> Reference | None:
    """What the schema's own SQL compares the column with, when that is one key and the types agree."""
    others = {
        identity
        for identity, name in joined.get((relation.identity, column.name), set())
        if identity in targets and targets[identity][1].name == name and identity != relation.identity
    }
    if len(others) == 1:
        target, key = targets[others.pop()]
        if _agree(column, key) and not _is_borrowed(facts, target, key):
            shown = f"a query compares it with {target.identity}.{key.name}"
            return Reference(
                relation=relation, column=column, target=target, key=key.name, shown=shown, by_name=False
            )
    if (relation.identity, column.name) in facts.user_columns and len(facts.users) == 1:
        target, key = targets.get(next(iter(facts.users)), (None, None))
        if (
            target is not None
            and key is not None
            and target.identity != relation.identity
            and _agree(column, key)
        ):
            shown = "policies compare it with the session's user"
            return Reference(
                relation=relation, column=column, target=target, key=key.name, shown=shown, by_name=False
            )
    return None


def _is_borrowed(facts: Facts, target: Relation, key: Column) -> bool:
    """True for a key that is called after another table, and that no foreign key leads from: its rows tell of
    what others are the home of, such as a summary of each order by its order_id.
    """
    match = _KEY_LIKE.match(key.name)
    own = {word for name in _singulars(target.name) for word in name.split("_")}
    after = match is not None and own.isdisjoint(snake(match["stem"]).split("_"))
    led = any(k.columns == (key.name,) for k in facts.catalog.foreign_keys_of(target.identity))
    return after and not led and key.default is None


def _joins(facts: Facts) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Columns (relation, name) that functions, views and policies hold equal to those of other relations."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for part in (*_compared(facts), *facts.conditions.values()):
        for node in inside(part):
            for one, other in _equal(node):
                if one.relation and other.relation:
                    found.setdefault((one.relation, one.name), set()).add((other.relation, other.name))
                    found.setdefault((other.relation, other.name), set()).add((one.relation, one.name))
    return found


def _compared(facts: Facts) -> Iterator[Query | Test]:
    """Every SELECT of the schema's functions and views, arm by arm, and the conditions of its outer joins."""
    plain = scope_of(facts.catalog)
    views = (relation.definition for relation in facts.own_relations if relation.definition)
    trees = [(tree, plain) for text in views for tree in parse.queries(text)]
    for function in facts.catalog.functions:
        if facts.is_own(function) and function.language in ("sql", "plpgsql"):
            scope = scope_of(facts.catalog, function)
            trees += [(tree, scope) for tree in statements_of(function)]
    for tree, scope in trees:
        for _, node in parse.walk(tree):
            if "fromClause" in node and "targetList" in node:
                query = query_of(node, scope)
                yield query
                inner = Scope(
                    relation_named=scope.relation_named,
                    columns_of=scope.columns_of,
                    sources=query.sources,
                    outer=scope,
                )
                for _, join in parse.walk(node["fromClause"]):
                    if "quals" in join and join.get("jointype") != "JOIN_INNER":
                        yield test_of(join["quals"], inner)


def _equal(node: object) -> Iterator[tuple[ColumnOf, ColumnOf]]:
    match node:
        case Compare("=", ColumnOf() as left, ColumnOf() as right):
            yield left, right
        case Member(ColumnOf() as term, Query() as among) if len(among.output) == 1:
            if isinstance(among.output[0], ColumnOf):
                yield term, among.output[0]
        case _:
            return


def _named(
    relation: Relation, column: Column, targets: dict[str, tuple[Relation, Column]]
) -> Reference | None:
    """The one table whose name the column bears; a table of the same schema goes before others."""
    match = _KEY_LIKE.match(column.name)
    if match is None:
        return None
    stem = snake(match["stem"])
    if stem in _singulars(relation.name) or _FORMER.match(stem):
        # What a row is called itself, and what it was part of.
        return None
    own = is_text(column) and any(is_secret(other) for other in relation.columns)
    if own and any(name.endswith(f"_{stem}") for name in _singulars(relation.name)):
        # The hook_id of a mail_hook that has a secret is its own number elsewhere.
        return None
    fitting = [(t, k) for t, k in targets.values() if _agree(column, k) and t.identity != relation.identity]
    wholly = [pair for pair in fitting if stem in _singulars(pair[0].name)]
    partly = [
        p for p in fitting if column.type in ("uuid", "bigint", "integer") and _ends_alike(stem, p[0].name)
    ]
    for candidates in (wholly, partly):
        near = [pair for pair in candidates if pair[0].schema == relation.schema] or candidates
        if len(near) == 1:
            target, key = near[0]
            shown = f"its name and type are those of {target.identity}.{key.name}"
            return Reference(
                relation=relation, column=column, target=target, key=key.name, shown=shown, by_name=True
            )
        if near:
            return None
    return None


def _ends_alike(stem: str, table: str) -> bool:
    """`source_contact` and contacts; `agent` and ai_agents."""
    return any(
        stem.endswith(f"_{name}") or name.endswith(f"_{stem}") for name in _singulars(table) if len(name) > 2
    )


def _singulars(table: str) -> frozenset[str]:
    """What one row of a table is called: people aside, by the usual endings."""
    name = snake(table)
    found = {name}
    if name.endswith("ies"):
        found.add(name[:-3] + "y")
    if name.endswith("es"):
        found.add(name[:-2])
    if name.endswith("s"):
        found.add(name[:-1])
    if name.endswith("people"):
        found.add(name[:-6] + "person")
    return frozenset(found)


def _agree(column: Column, key: Column) -> bool:
    plain = {type_.partition("(")[0] for type_ in (column.type, key.type)}
    return column.type == key.type or any(plain <= family for family in _FAMILIES)


def tells_of_which(relation: Relation, column: Column) -> bool:
    """True for the column that says which table the key beside it is of: entity_type beside entity_id."""
    stem, _, last = column.name.lower().rpartition("_")
    return last in _KIND_BESIDE and any(other.name.lower() == f"{stem}_id" for other in relation.columns)


def _is_polymorphic(relation: Relation, column: Column) -> bool:
    """True when a column beside says of which kind or table the key is: entity_id and entity_type."""
    match = _KEY_LIKE.match(column.name)
    stem = (match["stem"] if match else column.name).lower()
    telling = {f"{stem}_{kind}" for kind in _KIND_BESIDE} | {"table_name", "entity_name", "model_name"}
    kinds = (c for c in relation.columns if c.type_category in ("S", "E") or c.type in ("regclass", "name"))
    return any(column.name.lower() in telling for column in kinds)
