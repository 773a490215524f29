"""status-writable-around-function."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pgassay.facts.behaviour.guards import guarding_trigger, pinned_by_policies
from pgassay.facts.conditions.rewrite import inside
from pgassay.facts.conditions.values import Parameter
from pgassay.facts.ddl.update_grants import changers, without_column
from pgassay.facts.gaps.believed import asked_queries, rows_of_user
from pgassay.facts.gaps.passing import passing
from pgassay.facts.policies.predicates import Asks, Branch
from pgassay.facts.policies.reaches import listed
from pgassay.facts.tables.states import Move, State, later_states, unmoved_states
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
_SHARED = (
    "Where members of the tenant set the state by hand too, leave it; where only the functions are to move "
    "it, grant {} on the other columns only and let the application call them"
)

#: The one way to rows where row security is off.
_ANYTHING = Branch(atoms=())


class _Around(msgspec.Struct, frozen=True, kw_only=True):
    """How a state is set past the functions: by roles that hold a privilege, and those that some row passes
    for. `shared` is true where all rows that pass are of the session's tenant, whoever made them; `begins`
    are the states that a new row can have.
    """

    command: str
    holding: tuple[str, ...]
    reaching: tuple[str, ...]
    shared: bool
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
    and the way out is to make them SECURITY DEFINER first. Low, and without a fix, where all that clients
    reach are rows that the members of their tenant share, and the functions look for no role of theirs: the
    test then keeps a step from being done twice. Silent where no client role holds UPDATE or INSERT on the
    column, where no policy lets a row through but for who has a role, where policies name the states let by,
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
        yield _finding(relation, state, moves, ways, context)
    elif not _is_looked_after(relation, context):
        yield context.holds(relation, state.column)


def _changed(relation: Relation, column: str, context: Context) -> Iterator[_Around]:
    """UPDATE of the state, where nothing holds it."""
    roles = changers(context.facts, relation, column)
    if pinned_by_policies(context.facts, relation, column, roles):
        return
    passed = {role: _reached(relation, role, context) for role in roles}
    reaching = tuple(role for role in roles if passed[role])
    if reaching and guarding_trigger(context.facts, relation, column) is None:
        shared = all(_is_shared(one, context) for found in passed.values() for one in found)
        yield _Around(command="update", holding=roles, reaching=reaching, shared=shared)


def _begun(relation: Relation, state: State, moves: list[Move], context: Context) -> Iterator[_Around]:
    """INSERT of rows that begin with a state that only the functions lead to."""
    begins = later_states(state, moves)
    roles = changers(context.facts, relation, state.column, "insert")
    passed = {role: _beginning(relation, state.column, role, context) for role in roles}
    reaching = tuple(role for role in roles if passed[role])
    if begins and reaching and guarding_trigger(context.facts, relation, state.column, "insert") is None:
        shared = all(_is_shared(one, context) for found in passed.values() for one in found)
        yield _Around(command="insert", holding=roles, reaching=reaching, shared=shared, begins=begins)


def _reached(relation: Relation, role: str, context: Context) -> tuple[Branch, ...]:
    """The ways to the rows that a role changes, without those that ask for a role: who looks after a table is
    let through on purpose.
    """
    if not relation.rls_enabled:
        return (_ANYTHING,)
    ways = (way.branch for way in passing(context.facts, relation, role, "update", new_row=False))
    return tuple(branch for branch in ways if not branch.guarded)


def _beginning(relation: Relation, column: str, role: str, context: Context) -> tuple[Branch, ...]:
    """The ways for a new row to pass that say nothing of its state, and ask for no role."""
    if not relation.rls_enabled:
        return (_ANYTHING,)
    ways = (way.branch for way in passing(context.facts, relation, role, "insert", new_row=True))
    return tuple(
        branch
        for branch in ways
        if not (branch.guarded or branch.opaque or any(atom.column == column for atom in branch.atoms))
    )


def _is_shared(branch: Branch, context: Context) -> bool:
    """True for rows of the session's tenant that are nobody's own: its members work on them together."""
    tenants = context.facts.tenancy.mode == "tenant"
    return tenants and branch.binds_tenant and not branch.asks(Asks.OWNER)


def _asks_role(move: Move, context: Context) -> bool:
    """True where a function looks for a role of the session's user before it moves a state: for words in the
    row that says where he belongs, or for a row in another list.
    """
    facts = context.facts
    body = facts.bodies[move.function]
    members = {one.relation for one in facts.tenancy.entitlements}
    return any(
        columns or relation not in members
        for test in (*body.conditions, move.write.where, *move.write.path)
        for _, query in asked_queries(test, facts.sources, move.function)
        for relation, _, columns in rows_of_user(query)
    )


def _is_looked_after(relation: Relation, context: Context) -> bool:
    """True where somebody with a role changes or makes rows: what he sets is not held by any function."""
    commands = (("update", False), ("insert", True))
    return relation.rls_enabled and any(
        way.branch.guarded
        for role in context.facts.client_roles
        for command, new_row in commands
        for way in passing(context.facts, relation, role, command, new_row=new_row)
    )


def _finding(
    relation: Relation, state: State, moves: list[Move], ways: list[_Around], context: Context
) -> Finding:
    column = state.column
    functions = sorted({move.function for move in moves})
    definers = [name for name in functions if context.catalog.function[name].security_definer]
    names = listed([name.partition("(")[0] for name in functions], 3)
    mild = all(way.shared for way in ways) and not any(_asks_role(move, context) for move in moves)
    repair = None if mild else _repair(relation, column, ways, closed=definers == functions, context=context)
    who = tuple(dict.fromkeys(role for way in ways for role in way.reaching))
    around = f"{listed(who)} can {' and '.join(way.said for way in ways)}"
    whose = ", in the rows of their tenant" if mild else ""
    tested = [f"{m.function} sets {column} to {m.to} where the old state is tested" for m in moves]
    return context.finding(
        relation,
        f"{context.ref(relation, column)} is moved by {names} only from the right state, and {around}{whose}",
        column=column,
        severity=Severity.LOW if mild else None if definers else Severity.MEDIUM,
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
        fix=repair[0] if repair else None,
        rollback=repair[1] if repair else None,
        advice=_advice(state, ways, closed=definers == functions, mild=mild),
    )


def _repair(
    relation: Relation, column: str, ways: list[_Around], *, closed: bool, context: Context
) -> tuple[str, str] | None:
    """What takes the column from the roles, and the way back; None where it does not close every way."""
    repairs = [
        without_column(context.catalog, context.facts.access, relation, column, way.holding, way.command)
        for way in ways
        if (_is_filled(relation, column) if way.command == "insert" else closed)
    ]
    known = [repair for repair in repairs if repair is not None]
    if len(known) < len(ways):
        return None
    back = "\n".join(repair.rollback for repair in reversed(known))
    return "\n".join(repair.sql for repair in known), back


def _is_filled(relation: Relation, name: str) -> bool:
    """True where a row that is inserted without the column has a state."""
    column = relation.column(name)
    return column is not None and column.default is not None


def _advice(state: State, ways: list[_Around], *, closed: bool, mild: bool) -> str:
    left = unmoved_states(state)
    besides = f"; no function sets {listed(left)}" if left else ""
    commands = " and ".join(way.command.upper() for way in ways)
    if mild:
        return f"{_SHARED.format(commands)}{besides}"
    if ways[0].command == "insert":
        return _BEGUN
    opened = f"{_OPEN.format(commands)}{besides}"
    return opened if closed else f"Make the functions SECURITY DEFINER with a test of the session. {opened}"


def _is_asked(move: Move, context: Context) -> bool:
    """True for a function that is called with the row, or the rows, that it moves."""
    named = any(isinstance(part, Parameter) for part in inside(move.write.where))
    return named and not context.catalog.function[move.function].is_trigger
