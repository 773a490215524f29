"""Columns that say who made or did what a row is, and not whose it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pgassay.facts.tables.columns import is_author, is_changer
from pgassay.facts.tables.keys import unique_sets
from pgassay.model.relations import Column, Relation

if TYPE_CHECKING:
    from pgassay.facts import Facts

_WHO = re.compile(r"(^|_)by(_|$)|[a-z]By([A-Z]|$)|^(approver|reviewer|sender|actor)(_|$)")
#: Tables of people, by what one or all of them are called.
_PEOPLE = re.compile(
    r"^(user|users|profile|profiles|member|members|employee|employees|person|persons|people|staff)$", re.I
)

_PERSON = re.compile(r"^(user|profile|member|employee|person)(_id|Id|_uuid)$")


def tells_who(column: Column) -> bool:
    """True for a column so named that it keeps who did something to a row."""
    return is_author(column.name) or is_changer(column) or bool(_WHO.search(column.name))


def of_person(facts: Facts, relation: Relation) -> bool:
    """True for rows that can be a person's: by a foreign key to the users or a table named for people, else
    by a column so named.
    """
    keys = facts.catalog.foreign_keys_of(relation.identity)
    people = (key.references or "" for key in keys)
    if any(name in facts.users or _PEOPLE.match(name.rpartition(".")[2].strip('"')) for name in people):
        return True
    return any(_PERSON.match(column.name) for column in relation.columns)


def notes_who(facts: Facts, column: Column, target: Relation) -> bool:
    """True for a reference to users or people so named that it keeps who did something to a row."""
    return _are_people(facts, target) and tells_who(column)


def _are_people(facts: Facts, target: Relation) -> bool:
    return target.identity in facts.users or bool(_PEOPLE.match(target.name))


def keeps_who(facts: Facts, relation: Relation, column: Column, target: Relation) -> bool:
    """True for a reference to users by rows that are not the user's own: by its name; else where the rows are
    a tenant's, or another's, no policy gives them to their user, and no key has one for each user.
    """
    if not _are_people(facts, target):
        return False
    if tells_who(column):
        return True
    scope = facts.tenancy.scope(relation.identity)
    owned = (relation.identity, column.name) in {(c.relation, c.column) for c in facts.comparisons if c.user}
    keyed = any(column.name in key for key in unique_sets(facts.catalog, relation))
    return scope.kind in ("key", "path") and scope.column != column.name and not owned and not keyed
