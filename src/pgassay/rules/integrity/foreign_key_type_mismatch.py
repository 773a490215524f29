"""foreign-key-type-mismatch."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Column, Constraint, Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds

_INTEGERS = ("smallint", "integer", "bigint")


class _Pair(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a foreign key whose type is not that of the key it holds."""

    relation: Relation
    key: Constraint
    column: Column
    theirs: Column

    @property
    def types(self) -> tuple[str, str]:
        return self.column.type, self.theirs.type


@rule(on=Catalog, severity=Severity.HIGH, right="Foreign keys have the type of the key they hold")
def foreign_key_type_mismatch(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """The two ends of a foreign key are of different types.

    The narrower end cannot hold every key of the other: the day a key passes it, no row can reference it any
    more. Types of two families are cast at every check and every join.

    High for types of two families, medium for an integer that is smaller than the key it holds, low for texts
    of another length and for an end that is wider than the key. The same pair of types is one finding. Silent
    where the types are the same, their lengths too.

    The facts that suffice: pg_attribute.atttypid and atttypmod of both ends.
    """
    found: list[_Pair] = []
    for relation in context.own_relations():
        for key in database.foreign_keys_of(relation.identity) if relation.parent is None else ():
            pairs = list(_different(database, relation, key))
            found += pairs
            if not pairs:
                yield context.holds(key)
    for pair in found:
        yield _finding(context, pair)


def _different(database: Catalog, relation: Relation, key: Constraint) -> Iterator[_Pair]:
    target = database.relation.get(key.references or "")
    for name, other in zip(key.columns, key.referenced_columns, strict=True):
        column, theirs = relation.column(name), target.column(other) if target is not None else None
        if column is not None and theirs is not None and column.type != theirs.type:
            yield _Pair(relation=relation, key=key, column=column, theirs=theirs)


def _severity(ours: str, theirs: str) -> Severity:
    if ours in _INTEGERS and theirs in _INTEGERS:
        narrower = _INTEGERS.index(ours) < _INTEGERS.index(theirs)
        return Severity.MEDIUM if narrower else Severity.LOW
    texts = ("text", "character varying")
    both = all(type_.startswith(texts) for type_ in (ours, theirs))
    same = ours.partition("(")[0] == theirs.partition("(")[0]
    return Severity.LOW if both or same else Severity.HIGH


def _finding(context: Context, pair: _Pair) -> Finding:
    ours, theirs = pair.types
    severity = _severity(ours, theirs)
    place = f"{pair.relation.identity}.{pair.column.quoted}"
    narrower = severity is Severity.MEDIUM
    effect = f": keys that {ours} cannot hold can never be referenced" if narrower else ""
    # A smaller integer is made as wide as its key; other pairs can be meant one way or the other.
    change = f"ALTER TABLE {pair.relation.identity} ALTER COLUMN {pair.column.quoted} TYPE"
    return context.finding(
        pair.key,
        f"{place} is {ours} and holds keys of {pair.key.references}, which are {theirs}{effect}",
        severity=severity,
        evidence=[catalog(f"{place} is {ours}, {pair.key.references}.{pair.theirs.quoted} is {theirs}")],
        fix=f"{change} {theirs};" if narrower else None,
        rollback=f"{change} {ours};" if narrower else None,
        advice="It writes the table anew, under an exclusive lock"
        if narrower
        else f"Make both ends {theirs}",
        cause=f"{ours} {theirs}",
        together=f"{{count}} foreign keys of type {ours} hold keys of type {theirs}{effect}",
    )
