"""status-writable-around-function."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.behaviour.guards import guarding_trigger, pinned_by_policies
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Parameter
from pgassay.facts.ddl.update_grants import changers, without_column
from pgassay.facts.gaps.passing import passing
from pgassay.facts.policies.reaches import listed
from pgassay.facts.tables.states import Move
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

_OPEN = (
    "Grant UPDATE on the other columns only; "
    "where the application sets the state itself, let it call the function"
)


@rule(on=Relation, severity=Severity.HIGH, right="States that functions guard cannot be set beside them")
def status_writable_around_function(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """Functions move a state and test the old one, and a client role may UPDATE the state directly.

    The functions' tests bind nobody: whoever reaches the row with UPDATE sets any state from any other, past
    approvals, and nothing records who did.

    Medium where all those functions run as their caller (SECURITY INVOKER): then callers need the privilege,
    and the way out is to make them SECURITY DEFINER first. Silent where no client role holds UPDATE on the
    column or no policy lets it change a row, where the update policies pin the column, and where a trigger
    before the update tests the state of OLD or NEW and refuses or sets it.

    Only functions that are told which row to move count: what a trigger or a nightly job moves guards
    nothing.

    The facts that suffice: an UPDATE in a function whose WHERE (or an IF before it) tests the column that it
    sets; UPDATE in pg_class.relacl or pg_attribute.attacl; a policy that lets a row through.
    """
    state = context.facts.kinds.states.get(relation.identity)
    moves = (
        [move for move in state.moves if move.tests_old and _is_asked(move, context)]
        if state is not None
        else []
    )
    if state is None or not moves:
        return
    roles = changers(context.facts, relation, state.column)
    if (
        not roles
        or pinned_by_policies(context.facts, relation, state.column, roles)
        or guarding_trigger(context.facts, relation, state.column)
    ):
        yield context.holds(relation, state.column)
        return
    reaching = tuple(role for role in roles if _reaches(relation, role, context))
    if reaching:
        yield _finding(relation, state.column, moves, (roles, reaching), context)
    else:
        yield context.holds(relation, state.column)


def _finding(
    relation: Relation,
    column: str,
    moves: list[Move],
    roles: tuple[tuple[str, ...], tuple[str, ...]],
    context: Context,
) -> Finding:
    """`roles` are those that hold the privilege, and those of them that some row passes for."""
    holding, reaching = roles
    functions = sorted({move.function for move in moves})
    definers = [name for name in functions if context.catalog.function[name].security_definer]
    names = listed([name.partition("(")[0] for name in functions], 3)
    closed = definers == functions
    access = context.facts.access
    repair = without_column(context.catalog, access, relation, column, holding) if closed else None
    tested = [f"{m.function} sets {column} to {m.to} where the old state is tested" for m in moves]
    return context.finding(
        relation,
        f"{context.ref(relation, column)} is moved by {names} only from the right state, "
        f"and {listed(reaching)} can UPDATE it past them",
        column=column,
        severity=None if definers else Severity.MEDIUM,
        evidence=[
            *(parsed(summary) for summary in tested[:3]),
            catalog(
                f"{listed(reaching)} {'hold' if len(reaching) > 1 else 'holds'} UPDATE on the column, and an "
                "UPDATE policy lets rows through"
            ),
        ],
        fix=repair.sql if repair else None,
        rollback=repair.rollback if repair else None,
        advice=_OPEN
        if closed
        else f"Make the functions SECURITY DEFINER with a test of the session. {_OPEN}",
    )


def _reaches(relation: Relation, role: str, context: Context) -> bool:
    """False for a role of whose rows a policy asks what can never hold, such as a user where none is."""
    return not relation.rls_enabled or bool(passing(context.facts, relation, role, "update", new_row=False))


def _is_asked(move: Move, context: Context) -> bool:
    """True for a function that is called with the row, or the rows, that it moves."""
    named = any(isinstance(part, Parameter) for part in inside(move.write.where))
    return named and not context.catalog.function[move.function].is_trigger
