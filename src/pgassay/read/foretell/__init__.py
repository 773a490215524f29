"""What migrations will do to tables in use, foretold from their text: no server is asked.

A form of a statement does the same each time: which lock it takes, whether it reads or writes all rows, was
seen on servers. Where that depends on what the text does not show, nothing is foretold, and that is said.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

import msgspec

from pgassay.model.catalog import Catalog
from pgassay.model.observed import Effect, Observation
from pgassay.model.source import Migration, Statement
from pgassay.read.foretell.catalog import as_catalog, known_now
from pgassay.read.foretell.deed import Deed
from pgassay.read.foretell.names import Names
from pgassay.read.foretell.statements import foretold

#: Statements that rules read themselves, whatever they do to relations in use.
_TELLING = ("IndexStmt", "DropStmt", "AlterEnumStmt", "RenameStmt")


class Foretold(msgspec.Struct, frozen=True, kw_only=True):
    """What is foretold of new migrations: `before` and `after` are the names that are there without and with
    them, `untold` the new statements of which a part cannot be told.
    """

    before: Catalog
    after: Catalog
    observations: tuple[Observation, ...]
    untold: tuple[Statement, ...]


def foretell(migrations: Sequence[Migration], new: Set[int], baseline: Migration | None = None) -> Foretold:
    """What the migrations whose indexes are `new` will do to what the ones before them, and a baseline, made.

    A relation that no file makes is taken to have been there before all of them.
    """
    names = Names()
    if baseline is not None:
        names.start_file(-1, readable=not baseline.faults)
        for statement in baseline.statements:
            foretold(statement, names)
    observations: list[Observation] = []
    untold: list[Statement] = []
    first = min(new, default=len(migrations))
    before = ()
    for index, migration in enumerate(migrations):
        if index == first:
            before = known_now(names)
        names.start_file(index, readable=not migration.faults)
        for statement in migration.statements:
            deed = foretold(statement, names)
            if index < first:
                continue
            effects = deed.effects()
            if index not in new:
                continue
            if not deed.whole:
                untold.append(statement)
            observation = _observation(statement, deed, effects)
            if observation is not None:
                observations.append(observation)
    earlier = tuple(one for one in names.relations.values() if one.file < 0)
    return Foretold(
        before=as_catalog(before, names, further=earlier),
        after=as_catalog(known_now(names), names),
        observations=tuple(observations),
        untold=tuple(untold),
    )


def _observation(statement: Statement, deed: Deed, effects: tuple[Effect, ...]) -> Observation | None:
    """What rules are told of a statement; None where it does nothing that they ask for."""
    within = _within(statement)
    telling = any(one.kind in _TELLING for one in (statement, *within))
    if not (effects or deed.commands or telling):
        return None
    return Observation(
        statement=statement,
        effects=effects,
        commands=tuple(deed.commands),
        error=deed.error if effects else None,
        within=within,
        foretold=True,
    )


def _within(statement: Statement) -> tuple[Statement, ...]:
    if statement.kind != "DoStmt":
        return ()
    from pgassay.read.inner import inner

    return inner(statement, {})
