"""status-writable-around-function."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.facts.behaviour.guards import guarding_trigger, pinned_by_policies
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Parameter
from pgassay.facts.ddl.update_grants import changers, without_column
from pgassay.facts.gaps.passing import passing
from pgassay.facts.policies.reaches import listed
from pgassay.facts.tables.states import Move, State, later_states
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, parsed, rule
from pgassay.rules.rule import Holds

_OPEN = (
    "Grant {} on the other columns only; "
    "where the application sets the state itself, let it call the function"
)
_BEGUN = (
    "Grant INSERT on the other columns only, so that the DEFAULT gives the first state, "
    "or hold it in the INSERT policy"
)


class _Around(msgspec.Struct, frozen=True, kw_only=True):
    """How a state is set past the functions: by roles that hold a privilege, and those that some row passes
    for. `begins` are the states that a new row can have.
    """

    command: str
    holding: tuple[str, ...]
    reaching: tuple[str, ...]
    begins: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """In words, after the roles and "can"."""
        if self.command == "update":
            return "UPDATE it past them"
        return f"INSERT rows that begin as {listed(self.begins)}"


@rule(
    on=Relation,
    severity=Severity.HIGH,
    rests_on=("policies",),
    right="States that functions guard cannot be set beside them",
)
def status_writable_around_function(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """Functions move a state and test the old one, and a client role may UPDATE the state directly, or INSERT
    rows that begin with a later one.

    The functions' tests bind nobody: whoever reaches the row sets any state, past approvals, and nothing
    records who did.

    Medium where all those functions run as their caller (SECURITY INVOKER): then callers need the privilege,
    and the way out is to make them SECURITY DEFINER first. Silent where no client role holds UPDATE or INSERT
    on the column or no policy lets a row through, where those policies name the states that are let through,
    and where a trigger on UPDATE or INSERT tests the state of OLD or NEW and refuses, or sets it. A DEFAULT
    holds the first state of new rows only where clients may not give the column. States in which a row counts
    no more, such as cancelled, are no gain to begin with.

    Only functions that are told which row to move count: what a trigger or a nightly job moves guards
    nothing.

    The facts that suffice: an UPDATE in a function whose WHERE (or an IF before it) tests the column that it
    sets; UPDATE or INSERT in pg_class.relacl or pg_attribute.attacl; a policy that lets a row through.
    """
    state = context.facts.kinds.states.get(relation.identity)
    moves = (
        [move for move in state.moves if move.tests_old and _is_asked(move, context)]
        if state is not None
        else []
    )
    if state is None or not moves:
        return
    ways = [*_changed(relation, state.column, context), *_begun(relation, state, moves, context)]
    if ways:
        yield _finding(relation, state.column, moves, ways, context)
    else:
        yield context.holds(relation, state.column)


def _changed(relation: Relation, column: str, context: Context) -> Iterator[_Around]:
    """UPDATE of the state, where nothing holds it."""
    roles = changers(context.facts, relation, column)
    if pinned_by_policies(context.facts, relation, column, roles):
        return
    reaching = tuple(role for role in roles if _reaches(relation, role, context))
    if reaching and guarding_trigger(context.facts, relation, column) is None:
        yield _Around(command="update", holding=roles, reaching=reaching)


def _begun(relation: Relation, state: State, moves: list[Move], context: Context) -> Iterator[_Around]:
    """INSERT of rows that begin with a state that only the functions lead to."""
    begins = later_states(state, moves)
    roles = changers(context.facts, relation, state.column, "insert")
    reaching = tuple(role for role in roles if _begins(relation, state.column, role, context))
    if begins and reaching and guarding_trigger(context.facts, relation, state.column, "insert") is None:
        yield _Around(command="insert", holding=roles, reaching=reaching, begins=begins)


def _begins(relation: Relation, column: str, role: str, context: Context) -> bool:
    """True where some way for a new row to pass says nothing of its state, and asks for no role."""
    if not relation.rls_enabled:
        return True
    ways = (way.branch for way in passing(context.facts, relation, role, "insert", new_row=True))
    return any(
        not (branch.guarded or branch.opaque or any(atom.column == column for atom in branch.atoms))
        for branch in ways
    )


def _finding(
    relation: Relation, column: str, moves: list[Move], ways: list[_Around], context: Context
) -> Finding:
    functions = sorted({move.function for move in moves})
    definers = [name for name in functions if context.catalog.function[name].security_definer]
    names = listed([name.partition("(")[0] for name in functions], 3)
    closed = definers == functions
    repairs = [
        without_column(context.catalog, context.facts.access, relation, column, way.holding, way.command)
        for way in ways
        if (_is_filled(relation, column) if way.command == "insert" else closed)
    ]
    known = [repair for repair in repairs if repair is not None]
    whole = len(known) == len(ways)
    who = tuple(dict.fromkeys(role for way in ways for role in way.reaching))
    around = f"{listed(who)} can {' and '.join(way.said for way in ways)}"
    tested = [f"{m.function} sets {column} to {m.to} where the old state is tested" for m in moves]
    return context.finding(
        relation,
        f"{context.ref(relation, column)} is moved by {names} only from the right state, and {around}",
        column=column,
        severity=None if definers else Severity.MEDIUM,
        evidence=[
            *(parsed(summary) for summary in tested[:3]),
            *(
                catalog(
                    f"{listed(way.reaching)} {'hold' if len(way.reaching) > 1 else 'holds'} {word} on the "
                    f"column, and an {word} policy lets rows through"
                )
                for way in ways
                for word in (way.command.upper(),)
            ),
        ],
        fix="\n".join(repair.sql for repair in known) if whole else None,
        rollback="\n".join(repair.rollback for repair in reversed(known)) if whole else None,
        advice=_advice(ways, closed=closed),
    )


def _is_filled(relation: Relation, name: str) -> bool:
    """True where a row that is inserted without the column has a state."""
    column = relation.column(name)
    return column is not None and column.default is not None


def _advice(ways: list[_Around], *, closed: bool) -> str:
    if ways[0].command == "insert":
        return _BEGUN
    opened = _OPEN.format(" and ".join(way.command.upper() for way in ways))
    return opened if closed else f"Make the functions SECURITY DEFINER with a test of the session. {opened}"


def _reaches(relation: Relation, role: str, context: Context) -> bool:
    """False for a role of whose rows a policy asks what can never hold, such as a user where none is."""
    return not relation.rls_enabled or bool(passing(context.facts, relation, role, "update", new_row=False))


def _is_asked(move: Move, context: Context) -> bool:
    """True for a function that is called with the row, or the rows, that it moves."""
    named = any(isinstance(part, Parameter) for part in inside(move.write.where))
    return named and not context.catalog.function[move.function].is_trigger
