"""foreign-key-missing."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.ddl.references import Repair, reference, usual_action
from pgassay.facts.tables.authors import keeps_who
from pgassay.facts.tables.deletions import goes
from pgassay.facts.tables.references import Reference, unenforced
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.given_up import Sisters, given_up, lost
from pgassay.rules.remarks import without_key_on_purpose
from pgassay.rules.rule import Holds

#: So many tables without any foreign key are no slip.
_MANY = 5


@rule(
    on=Catalog,
    severity=Severity.HIGH,
    yields_to=("tenant-column-without-foreign-key",),
    right="Columns that hold keys of other tables are foreign keys",
)
def foreign_key_missing(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A column holds keys of another table, and no foreign key says so.

    A row can point at nothing: what it pointed at is deleted without a word, a mistyped key is stored, and a
    join silently drops the row.

    It speaks where the schema's own SQL compares the column with the key of one other table, where policies
    compare it with the session's user, or where it is named `<table>_id` and has the type of that table's
    key: one finding of a schema for what its SQL shows, and one for what only names and types tell, which is
    medium. Low, one finding, and without a fix for what names tell of five and more tables that have no
    foreign key at all: there the application keeps them right. Silent for columns whose foreign key a
    migration dropped (somebody chose to do without it) or a refused or passed-over statement states (other
    rules tell of it), for what only repeats, under the same name, a column of the row that it goes with, for
    the number that its row has elsewhere (the hook_id of a mail_hook with a secret), for tables that had some
    and have none any more, for those named like a table whose key was dropped, and where a comment on the
    column or table, or beside its definition, says that there is none on purpose. Silent for columns that
    default to nobody's key (an empty text, 0) in the place of NULL, for keys that a type or table column
    beside makes point at several tables, for logs, history and other tables that keep the past, for look-ups
    that only triggers fill, for names that fit several tables, for text where all references to the table
    have another name, for text that is not named just like a table (keys of other systems), and for the
    tenant key, which has a rule of its own. The fix takes no row along with the user who made or did it, and
    none that already goes with another row: an optional column is let go, for a required one there is advice.

    The facts that suffice: no row of pg_constraint (contype f) over the column; an equality with a primary
    key in a policy, a view or a function.
    """
    missing = [found for found in unenforced(context.facts) if not _is_tenant(context, found)]
    chosen = _Chosen(context)
    missing = [found for found in missing if not chosen(found)]
    keyless = _keyless(context, missing)
    causes = [_cause(found, keyless) for found in missing]
    for found, cause in zip(missing, causes, strict=True):
        yield _finding(context, found, cause, causes.count(cause), keyless)
    for constraint in context.catalog.constraints:
        relation = context.catalog.relation.get(constraint.relation or "")
        if constraint.kind == "foreign key" and relation is not None and context.facts.is_own(relation):
            yield context.holds(constraint)


def _is_tenant(context: Context, found: Reference) -> bool:
    """True for a tenant key, which tenant-column-without-foreign-key speaks of, or leaves with a reason."""
    tenancy = context.facts.tenancy
    key = tenancy.key is not None and found.target.identity == tenancy.table
    return key and tenancy.key_of(found.relation.identity) == found.column.name


def _is_copied(context: Context, found: Reference) -> bool:
    """True for a column that only repeats, under the same name, what another reference of the row settles: it
    goes with the row that it was copied from.
    """
    required = {column.name for column in found.relation.columns if column.not_null}
    return found.by_name and any(
        above.references == found.target.identity and above.columns == (found.column.name,)
        for key in context.catalog.foreign_keys_of(found.relation.identity)
        if key.on_delete == "cascade" and required.issuperset(key.columns)
        for above in context.catalog.foreign_keys_of(key.references or "")
    )


class _Chosen:
    """Tells the columns that somebody chose to leave without a foreign key, or that others tell of."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._told = given_up(context) | lost(context)
        self._sisters = Sisters(context)

    def __call__(self, found: Reference) -> bool:
        relation, column = found.relation, found.column.name
        if (relation.identity, column) in self._told or _is_copied(self._context, found):
            return True
        if found.by_name and self._sisters.gave_up(relation, column):
            return True
        return without_key_on_purpose(self._context, relation, column)


def _keyless(context: Context, missing: list[Reference]) -> frozenset[str]:
    """The tables that have no foreign key at all, where names alone say that they lack some: so many of them
    are no slip.
    """
    found = {
        one.relation.identity
        for one in missing
        if one.by_name and not context.catalog.foreign_keys_of(one.relation.identity)
    }
    return frozenset(found if len(found) >= _MANY else ())


def _cause(found: Reference, keyless: frozenset[str]) -> str:
    how = "use"
    if found.by_name:
        how = "choice" if found.relation.identity in keyless else "name"
    return f"schema {found.relation.schema} by {how}"


def _finding(context: Context, found: Reference, cause: str, alike: int, keyless: frozenset[str]) -> Finding:
    where = f"{found.target.identity}.{found.key}"
    place = context.ref(found.relation, found.column.name)
    chosen = found.by_name and found.relation.identity in keyless
    repair = None if chosen else _repair(context, found)
    lacks = f"{{count}} columns of {found.relation.schema} hold keys of other tables and have no foreign key"
    if chosen:
        lacks = (
            f"{{count}} columns of {found.relation.schema} hold keys of other tables, on {len(keyless)} "
            "tables that have no foreign key at all"
        )
    lost = f"whose {found.column.quoted} is not in {where}" if alike == 1 else "whose key is not there"
    advice = f"First look for rows {lost}; choose what a deletion there is to do here"
    if chosen:
        advice = f"Where the application keeps them right on purpose, leave them. {advice}"
    elif repair is None:
        advice += _choice(context, found)
    return context.finding(
        found.relation,
        f"{place} holds keys of {found.target.identity} and has no foreign key: "
        "it can point at a row that is not there",
        column=found.column.name,
        severity=Severity.LOW if chosen else Severity.MEDIUM if found.by_name else None,
        evidence=[
            catalog(f"pg_constraint has no foreign key over {place}"),
            catalog(f"{found.shown} ({found.column.type})") if found.by_name else parsed(found.shown),
        ],
        fix=repair.sql if repair is not None else None,
        rollback=repair.rollback if repair is not None else None,
        advice=advice,
        cause=cause,
        together=f"{lacks}: they can point at rows that are not there",
    )


def _repair(context: Context, found: Reference) -> Repair | None:
    """The foreign key: an optional reference is let go; None where a deletion needs somebody to choose."""
    if not found.column.not_null:
        action = "SET NULL"
    elif keeps_who(context.facts, found.relation, found.column, found.target) or _is_anothers(context, found):
        return None
    else:
        action = usual_action(context.catalog, found.target.identity, required=True)
        if not action and found.target.identity in goes(context.facts):
            return None
    return reference(context.catalog, found.relation, found.column, found.target, found.key, action)


def _is_anothers(context: Context, found: Reference) -> bool:
    """True where the row already goes with another one, its tenant's aside: whether it also goes with this
    one, only the application knows.
    """
    required = {column.name for column in found.relation.columns if column.not_null}
    aside = {context.facts.tenancy.table, found.target.identity, *context.facts.users}
    return any(
        key.on_delete == "cascade" and key.references not in aside and required.issuperset(key.columns)
        for key in context.catalog.foreign_keys_of(found.relation.identity)
    )


def _choice(context: Context, found: Reference) -> str:
    if keeps_who(context.facts, found.relation, found.column, found.target):
        return ", but not ON DELETE CASCADE: the row is not its user's"
    return ": ON DELETE CASCADE where the rows go along, RESTRICT where they are to hold it up"
