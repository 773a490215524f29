"""Which relations stand in for what no migration makes, whatever they are called by now."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgassay.model.catalog import Catalog
from pgassay.model.source import Migration, Statement
from pgassay.postgres.parse import walk
from pgassay.read.failures import Failure
from pgassay.read.names import names_created, names_touched, plain_name
from pgassay.read.presumed import UNKNOWN_BODY
from pgassay.read.replayed import Replay

if TYPE_CHECKING:
    import psycopg


class StoodIn(msgspec.Struct, frozen=True, kw_only=True):
    """The identities of what stands in (`own`: relations, types, functions), and of the relations that have
    columns and constraints from one of them (`shaped`): by LIKE, by INHERITS, as its partition.
    """

    own: frozenset[str] = frozenset()
    shaped: frozenset[str] = frozenset()
    # By the plain name of one that was renamed: the placeholder's name, and the statement that renamed it.
    renamed: Mapping[str, tuple[str, int]] = msgspec.field(default_factory=dict[str, tuple[str, int]])


def stood_in(
    admin: psycopg.Connection, catalog: Catalog, migrations: Iterable[Migration], replayed: Replay
) -> StoodIn:
    """What stands in in a database that was replayed, as its recorder followed it; read by the superuser."""
    if not replayed.placeholders:
        return StoodIn()
    names = {one.name for one in replayed.placeholders if one.kind == "relation" and one.stays}
    own = {one.identity for one in catalog.relations if plain_name(one.identity) in names}
    renamed: dict[str, tuple[str, int]] = {}
    for name, identity, since in _made(admin, names):
        if plain_name(identity) != name:
            own.add(identity)
            renamed[plain_name(identity)] = (name, _statement(replayed, since))
    likenesses = _likenesses(migrations, names, renamed)
    shaped = {identity for _, identity, _ in _made(admin, likenesses)}
    shaped |= {one.identity for one in catalog.relations if one.parent in own | shaped}
    types = {one.now for one in replayed.placeholders if one.kind == "type" and one.stays}
    own |= {one.identity for one in catalog.types if plain_name(one.identity) in types}
    own |= {one.identity for one in catalog.functions if one.body == UNKNOWN_BODY}
    return StoodIn(own=frozenset(own), shaped=frozenset(shaped - own), renamed=renamed)


def laid(replayed: Replay, there: StoodIn) -> Replay:
    """The same, with the failures of statements on what was renamed laid to what it stands for."""
    if not there.renamed:
        return replayed
    missed = {
        one.name: one.failure.statement.number for one in replayed.placeholders if one.kind == "relation"
    }

    def of(failure: Failure) -> Failure:
        if failure.kind != "error" or failure.cause is not None:
            return failure
        for name in sorted(_named(failure.statement) & there.renamed.keys()):
            placeholder, since = there.renamed[name]
            if failure.statement.number > since:
                return replace(failure, cause=missed[placeholder])
        return failure

    return replace(replayed, failures=tuple(of(failure) for failure in replayed.failures))


def _named(statement: Statement) -> set[str]:
    """The relations that a statement names; of a body of code, its words."""
    named = set(names_touched(statement))
    if statement.kind in ("DoStmt", "CreateFunctionStmt", "CallStmt"):
        named |= {plain_name(word) for word in re.findall(r'[\w."]+', statement.sql)}
    return named


def _made(admin: psycopg.Connection, names: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    from pgassay.postgres.connect import run

    sql = resources.files("pgassay.read").joinpath("stood_in.sql").read_text("utf-8")
    for name, identity, since in run(admin, sql, {"names": sorted(names)}).fetchall():
        yield str(name), str(identity), int(since)


def _statement(replayed: Replay, mark: int) -> int:
    """The number of the statement during which the recorder wrote an id."""
    place = bisect_left([one for _, one in replayed.marks], mark)
    return replayed.marks[place][0] if place < len(replayed.marks) else 0


def _likenesses(
    migrations: Iterable[Migration], names: Iterable[str], renamed: Mapping[str, tuple[str, int]]
) -> set[str]:
    """The plain names of the tables that statements make after the image of one that stands in."""
    known, found = set(names), set[str]()
    for migration in migrations:
        for statement in migration.statements:
            if statement.kind != "CreateStmt":
                continue
            images = set(_images(statement))
            by_now = {name for name in images & renamed.keys() if renamed[name][1] < statement.number}
            if by_now or not known.isdisjoint(images):
                made = names_created(statement)
                known |= made
                found |= made
    return found


def _images(statement: Statement) -> Iterator[str]:
    """What CREATE TABLE takes columns from: the parents it inherits from, and what it is to be LIKE."""
    nodes = [node for part in statement.tree.get("inhRelations", []) for _, node in walk(part)]
    for name, node in walk({"tableElts": statement.tree.get("tableElts", [])}):
        if name == "TableLikeClause":
            nodes.append(node["relation"])
    for node in nodes:
        if "relname" in node:
            schema = node.get("schemaname")
            yield plain_name(f"{schema}.{node['relname']}" if schema else str(node["relname"]))
