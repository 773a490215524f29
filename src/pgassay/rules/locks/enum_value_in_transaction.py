"""enum-value-in-transaction."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Migration, Statement, Tree
from pgassay.rules import Context, parsed, rule
from pgassay.rules.literals import literals
from pgassay.rules.rule import Holds


@rule(on=Migration, severity=Severity.HIGH)
def enum_value_in_transaction(migration: Migration, context: Context) -> Iterator[Finding | Holds]:
    """A new migration adds a value to an enum and uses it, in one file.

    A tool that runs a file in one transaction fails on the use with 55P04: the new value is unsafe until the
    transaction that added it has been committed. Use it in the next file.

    Silent where the file commits in between, where its tool is known to open no transaction, for an enum
    that the same file made, and where a cast or the literal's column says that it is of another type.

    The facts that suffice: ALTER TYPE … ADD VALUE, and the same literal in a later statement of the file.
    """
    if not context.watched.is_new(migration) or migration.in_transaction is False:
        return
    adding = [at for at, one in enumerate(migration.statements) if _adds_value(one)]
    if not adding:
        return
    made = {_type_of(one.tree) for one in migration.statements if one.kind == "CreateEnumStmt"}
    ends = [at for at, one in enumerate(migration.statements) if one.kind == "TransactionStmt"]
    uses = _uses(migration.statements, context)
    for at in adding:
        statement = migration.statements[at]
        value, name = str(statement.tree.get("newVal", "")), _type_of(statement.tree)
        if name in made:
            continue
        until = _next(ends, at) or len(migration.statements)
        later = _next(sorted({*uses.get((value, name), ()), *uses.get((value, None), ())}), at)
        use = migration.statements[later] if later is not None and later < until else None
        if use is None:
            yield context.holds(statement)
            continue
        yield context.finding(
            statement,
            f"{name} gets {value!r}, which line {use.location.line} uses: in one transaction that fails",
            evidence=[parsed("Postgres refuses a new enum value in the transaction that adds it: 55P04")],
            advice=f"Leave ALTER TYPE {name} ADD VALUE here, and put line {use.location.line} into a "
            "migration "
            "after this one",
            detail=f"{name} {value}",
        )


def _next(places: Sequence[int], after: int) -> int | None:
    """The first of ascending places that is behind one; None where there is none."""
    at = bisect_right(places, after)
    return places[at] if at < len(places) else None


def _adds_value(statement: Statement) -> bool:
    return statement.kind == "AlterEnumStmt" and "oldVal" not in statement.tree


def _type_of(tree: Tree) -> str:
    """The plain name of the type that a statement on an enum is about."""
    return str(tree["typeName"][-1]["String"]["sval"])


def _uses(statements: Sequence[Statement], context: Context) -> Mapping[tuple[str, str | None], list[int]]:
    """Where each literal of each type stands, by the places of the statements; what a function body says is
    run later.
    """
    found: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for at, statement in enumerate(statements):
        if statement.kind not in ("AlterEnumStmt", "CreateFunctionStmt"):
            for literal in set(literals(statement, context.catalog)):
                found[literal].append(at)
    return found
