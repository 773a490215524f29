"""object-never-created."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.objects import Function
from pgassay.read.failures import Failure
from pgassay.rules import Context, catalog, executed, parsed, rule
from pgassay.rules.missing import called_by, hidden, never_made
from pgassay.rules.named_nowhere import named_nowhere


@rule(on=Catalog, severity=Severity.HIGH, yields_to=("history-incomplete",))
def object_never_created(_: Catalog, context: Context) -> Iterator[Finding]:
    """A migration uses a table, function or type that no migration creates.

    It works only where somebody made it by hand: on every new database, a colleague's, a test's or the next
    customer's, the deployment stops here.

    A definition that IF NOT EXISTS passes over hides it: nothing fails until its table is not there. So does
    the body of a PL/pgSQL function, which Postgres does not look into: each call that comes to the statement
    fails, and with a trigger's the change of the row.

    Silent for what one makes before, which was dropped or renamed since or takes other arguments
    (migration-fails), for what a piece would make that does not parse (syntax-error), for what a platform
    manages, for what an extension brings (extension-not-created), for what a statement drops or changes
    without IF EXISTS, and where so many tables come from outside that the folder is not the whole history
    (history-incomplete). Of a body also for what it or another makes for a while, where it asks whether the
    table is there, and where bodies miss more tables than the folder makes.

    The facts that suffice: Postgres refused the statement for want of the object, or refuses it once what
    exists is set aside, and no statement makes it; of a body, that it names the table, and
    Postgres says that there is none.
    """
    missing: dict[int, list[tuple[Failure, str]]] = defaultdict(list)
    for failure, name in never_made(context):
        missing[failure.statement.number].append((failure, name))
    for found in missing.values():
        statement = found[0][0].statement
        names = [called_by(failure, name) for failure, name in found]
        are = "are" if len(names) > 1 else "is"
        yield context.finding(
            statement,
            f"{' and '.join(names)} {are} used and never created by the migrations",
            evidence=[
                executed(f"Postgres answered {failure.sqlstate}: {failure.message}", statement.sql)
                for failure, _ in found
            ],
            advice=(
                "Add the migration that makes it, or give the schema it comes from"
                if len(names) == 1
                else "Add the migration that makes them, or give the schema they come from"
            ),
            detail=f"{' '.join(name for _, name in found)} {' '.join(statement.sql.split())}",
        )
    for one, name in hidden(context):
        yield context.finding(
            one.statement,
            f"{name} is referenced and never created by the migrations: nothing fails only because "
            f"{one.existing.identity} exists already",
            evidence=[
                executed(
                    f'with {one.existing.identity} set aside, Postgres answers 42P01: relation "{name}" does '
                    "not exist",
                    one.statement.sql[:400],
                )
            ],
            advice="Add the migration that makes it, or take the reference out",
            detail=f"{name} {' '.join(one.statement.sql.split())}",
        )
    for function, relations in named_nowhere(context):
        yield from _in_body(function, relations, context)


def _in_body(function: Function, relations: tuple[str, ...], context: Context) -> Iterator[Finding]:
    """What is said of a function whose body names relations that no migration makes."""
    answers = {name: _missed(name, context) for name in relations}
    names = [name for name, answer in answers.items() if answer is not None]
    if not names:
        return
    on = sorted(
        {one.relation for one in context.catalog.triggers if one.function == function.identity}
        if function.is_trigger
        else ()
    )
    are = "are" if len(names) > 1 else "is"
    evidence = [parsed(f"the body of {function.identity} reads or changes rows of {' and '.join(names)}")]
    evidence += [answer for answer in answers.values() if answer is not None]
    if on:
        evidence.append(catalog(f"a trigger on {' and '.join(on)} runs {function.identity}"))
    yield context.finding(
        function,
        f"{function.identity} uses {' and '.join(names)}, which {are} never created by the migrations",
        severity=None if on else Severity.MEDIUM,
        evidence=evidence,
        advice=f"Add the migration that makes {'them' if len(names) > 1 else 'it'}, or take what uses "
        f"{'them' if len(names) > 1 else 'it'} out of the function",
        detail=" ".join(names),
    )


def _missed(name: str, context: Context) -> Evidence | None:
    """The evidence that a relation is not there; None where Postgres finds one."""
    written = ".".join(quoted(part) for part in name.split("."))
    answer = context.refused(f"SELECT FROM {written}")
    return answer if answer is not None and "42P01" in answer.summary else None
