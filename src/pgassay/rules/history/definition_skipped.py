"""definition-skipped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from pgassay.facts.behaviour.lost_definitions import Lost, lost
from pgassay.facts.behaviour.refusals import short
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Related, Severity
from pgassay.model.names import quoted
from pgassay.model.passed_over import PassedOver
from pgassay.model.ref import Ref
from pgassay.read.failures import Failure
from pgassay.read.names import plain_name
from pgassay.rules import Context, executed, rule
from pgassay.rules.rule import Holds

_NO_COLUMN = "42703"
_NO_LABEL = "22P02"
_COUNTS = {
    "type": "type",
    "increment": "step",
    "start": "first number",
    "minimum": "lowest number",
    "maximum": "highest number",
}
_CYCLES = {"true": "it does not begin anew at its end", "false": "it begins anew at its end"}


@rule(on=Catalog, severity=Severity.HIGH, right="A second definition says what the first one did")
def definition_skipped(database: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """IF NOT EXISTS met an object of its name and of another definition, and made nothing.

    Nothing fails, and the migration counts as applied. Whoever wrote the second definition believes in
    columns and constraints that do not exist: the code that asks for them fails, and rows that they would
    have refused are taken.

    It is asked of tables, columns, indexes, sequences and materialized views; and of enums that a DO block
    defines, where it swallows the error of one that exists or looks before.

    What is lost is found by Postgres itself: with the existing object set aside the statement is run again,
    and what it makes is compared with what there is.

    Statements that Postgres refuses later for want of a lost column are listed here, and not on their own.

    Silent where both say the same, where the first one says more, and where a later statement makes up for
    what was lost. Two types for one added column are column-type-conflict. It is critical where later
    statements are refused because of it and the deployment stops, high where a column, a type, a key or a
    label of an enum is lost, low where only defaults are, and medium else. Other lengths and precisions are
    not held against it, nor is the order of labels, text without a limit, or an enum of the very words that
    a CHECK was to let pass.

    The facts that suffice: Postgres says that it passes the definition over, and what the definition makes
    once the other is out of the way.
    """
    by_object: dict[str, list[tuple[PassedOver, Lost]]] = defaultdict(list)
    for one in context.replay.passed_over:
        if one.refused or one.wanted is None:
            continue
        missed = lost(one, database)
        typed = bool(one.columns and missed.types)
        if missed.any and not typed:
            by_object[one.existing.identity].append((one, missed))
        elif not missed.any:
            yield context.holds(_ref(one))
    for found in by_object.values():
        # One object, one finding: what the definition loses that loses most.
        yield _finding(*max(found, key=lambda pair: _weight(pair[1])), context)


def _weight(missed: Lost) -> tuple[bool, int]:
    return missed.breaks, sum(len(part) for part in missed.parts)


def _finding(one: PassedOver, missed: Lost, context: Context) -> Finding:
    identity = one.existing.identity
    first = context.origins.location(_ref(one))
    later = _refused(one, missed, context)
    # What is added behind the last file comes too late for a statement that is refused before.
    fix, rollback = _fix(one, missed) if not later else (None, None)
    found = context.finding(
        _ref(one),
        _message(one, missed),
        severity=Severity.CRITICAL if later else _severity(missed),
        location=one.statement.location,
        evidence=_evidence(one, later),
        related=[
            *([Related(note=f"{identity} is made here", location=first)] if first is not None else []),
            *_types(one, missed, context),
        ],
        fix=fix,
        rollback=rollback,
        advice=None if fix is not None else _advice(missed),
        detail=" ".join(one.statement.sql.split()),
    )
    return replace(found, objects=(*found.objects, *(context.ref(failure.statement) for failure in later)))


def _message(one: PassedOver, missed: Lost) -> str:
    identity, place = one.existing.identity, short(one.statement.location)
    if missed.index is not None:
        there = (one.existing.definition or "").replace("ON ", "on ", 1)
        return (
            f"{identity} exists already, {there}: IF NOT EXISTS passes over the index of {place} "
            f"{missed.index.replace('ON ', 'on ', 1)}"
        )
    # Of what ALTER TABLE adds, only the columns are defined again.
    names = ", ".join(f"{identity}.{quoted(name)}" for name in one.columns) or identity
    exist, them = ("exist", "them") if len(one.columns) > 1 else ("exists", "it")
    who = "the block" if one.existing.kind == "type" else "IF NOT EXISTS"
    return (
        f"{names} {exist} already when {place} defines {them} again: {who} passes {them} over, and "
        f"{'; '.join(_words(missed))}"
    )


def _severity(missed: Lost) -> Severity:
    if missed.breaks:
        return Severity.HIGH
    only_defaults = len(missed.defaults) == sum(len(part) for part in missed.parts)
    return Severity.LOW if missed.defaults and only_defaults else Severity.MEDIUM


def _words(missed: Lost) -> Iterator[str]:
    if missed.columns:
        names = ", ".join(f"{column.quoted} {column.type}" for column in missed.columns)
        plural = len(missed.columns) > 1
        yield f"column{'s' if plural else ''} {names} {'are' if plural else 'is'} missing"
    for name, there, wanted in (*missed.types, *missed.listed):
        yield f"{name} is {there} and not {wanted}"
    if missed.constraints:
        said = ", ".join(constraint.definition for constraint in missed.constraints)
        yield f"{said} {'are' if len(missed.constraints) > 1 else 'is'} missing"
    if missed.not_null:
        yield f"{', '.join(missed.not_null)} may be NULL"
    if missed.defaults:
        plural = len(missed.defaults) > 1
        yield f"{', '.join(missed.defaults)} {'have' if plural else 'has'} no default"

    if missed.labels:
        said = ", ".join(f"'{label}'" for label in missed.labels)
        yield f"{said} {'are' if len(missed.labels) > 1 else 'is'} missing"
    for name, there, wanted in missed.options:
        yield f"its {_COUNTS[name]} is {there} and not {wanted}" if name in _COUNTS else _CYCLES[wanted]
    if missed.query and not missed.columns:
        yield "its query stays the first one"


def _evidence(one: PassedOver, later: list[Failure]) -> list[Evidence]:
    says = "run with the existing one set aside: Postgres makes what is said here, and nothing else does"
    found = [executed(says, one.statement.sql[:400])]
    if later:
        places = ", ".join(short(failure.statement.location) for failure in later[:5])
        found.append(executed(f"refused later for want of it: {places}", later[0].statement.sql[:400]))
    return found


def _refused(one: PassedOver, missed: Lost, context: Context) -> list[Failure]:
    """The later statements that name a lost column of the table, or a lost label of the enum."""
    if missed.labels:
        enum = plain_name(one.existing.identity)
        asked = {f'enum {name}: "{label}"' for name in (enum, f"public.{enum}") for label in missed.labels}
        return [
            failure
            for failure in context.replay.failures
            if failure.sqlstate == _NO_LABEL
            and any(said in failure.message for said in asked)
            and failure.statement.number > one.statement.number
        ]
    table = plain_name(one.existing.identity)
    names = {name for column in missed.columns for name in (column.name, f"{table}.{column.name}")}
    return [
        failure
        for failure in context.replay.failures
        if failure.sqlstate == _NO_COLUMN
        and failure.missing in names
        and table in failure.touches
        and failure.statement.number > one.statement.number
    ]


def _types(one: PassedOver, missed: Lost, context: Context) -> Iterator[Related]:
    """The second types of columns, which another rule tells where nothing else is lost."""
    for name, there, wanted in missed.types:
        ref = Ref(kind="table column", identity=f"{one.existing.identity}.{name}", column=name)
        note = f"{name} is {there} here and {wanted} in {short(one.statement.location)}"
        yield Related(rule="column-type-conflict", note=note, location=context.origins.location(ref))


def _fix(one: PassedOver, missed: Lost) -> tuple[str | None, str | None]:
    """The columns that were lost, where they are all that was and can be added to a table with rows."""
    wanted = one.wanted
    if wanted is None or not missed.columns or any(missed.parts[1:]):
        return None, None
    tied = {name for constraint in wanted.constraints for name in constraint.columns}
    added: list[str] = []
    for column in missed.columns:
        if column.derived or column.name in tied or (column.not_null and column.default is None):
            return None, None
        default = f" DEFAULT {column.default}" if column.default is not None else ""
        needed = " NOT NULL" if column.not_null else ""
        added.append(f"ADD COLUMN {column.quoted} {column.type}{needed}{default}")
    table = one.existing.identity
    dropped = ", ".join(f"DROP COLUMN {column.quoted}" for column in missed.columns)
    return f"ALTER TABLE {table} {', '.join(added)};", f"ALTER TABLE {table} {dropped};"


def _advice(missed: Lost) -> str:
    if missed.index is not None:
        return "Give it a name of its own, or drop the one that exists before"
    if missed.labels:
        return "Write what it lacks as ALTER TYPE … ADD VALUE, and take the other definition out"
    if missed.query:
        return "Drop the one that exists before, and take the other definition out"
    what = "SEQUENCE" if missed.options else "TABLE"
    return (
        f"Decide which definition is meant; write what the {what.lower()} lacks as ALTER {what}, and take "
        "the other definition out"
    )


def _ref(one: PassedOver) -> Ref:
    kind, identity = one.existing.kind, one.existing.identity
    if len(one.columns) == 1:
        (column,) = one.columns
        known = one.existing.column(column)
        name = f"{identity}.{known.quoted if known else column}"
        return Ref(kind="table column", identity=name, relation=identity, column=column)
    return Ref(kind=kind, identity=identity, relation=one.existing.relation)
