"""commands-uncovered."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.facts.policies.access import COMMANDS
from pgassay.facts.policies.predicates import Asks
from pgassay.facts.policies.reaches import holders, listed
from pgassay.facts.tables.columns import is_timestamp
from pgassay.facts.tables.keys import unique_sets
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.rules import Context, catalog, rule
from pgassay.rules.rule import Holds


@rule(on=Relation, severity=Severity.LOW, right="Each command that a client may use has a policy")
def commands_uncovered(relation: Relation, context: Context) -> Iterator[Finding | Holds]:
    """A client role may use a command on a table, and no policy lets a row through.

    The command changes no row and raises no error: what a user was to be able to do fails without a word.

    It speaks of two shapes, each one finding for all its tables. Rows that clients change or delete but
    cannot read: an UPDATE or DELETE with a WHERE finds only rows that a SELECT policy shows, so it never
    finds one (medium). Rows that clients read, insert and change, but never delete: info, for that is
    often meant. Silent for tables that clients only read or only add to, where a function or a trigger
    does the missing part, and for tables whose rows are marked and not deleted.

    The facts that suffice: pg_class.relacl, and the commands (polcmd) and roles of the table's policies.
    """
    if not relation.is_table or not relation.rls_enabled or relation.parent is not None:
        return
    roles = holders(context.facts, relation)
    covered = {
        command for command in COMMANDS if any(_covers(role, relation, command, context) for role in roles)
    }
    if not roles or not covered & {"insert", "update", "delete"}:
        return
    blind = [command for command in ("update", "delete") if command in covered and "select" not in covered]
    deletes = holders(context.facts, relation, ("delete",))
    if blind and holders(context.facts, relation, ("select",)):
        words = listed([command.upper() for command in blind])
        yield context.finding(
            relation,
            f"{words} is let through to {listed(roles)} and no SELECT policy shows them the rows: "
            "a WHERE finds none of them",
            severity=Severity.MEDIUM,
            evidence=[catalog(f"pg_policy of {relation.identity}: {words}, and none for SELECT")],
            advice="Add a SELECT policy with the same test",
            cause=f"blind {words}",
        )
    elif covered == {"select", "insert", "update"} and deletes and not _deleted_otherwise(relation, context):
        yield context.finding(
            relation,
            f"DELETE is granted to {listed(deletes)} and no policy lets a row through: "
            "it deletes nothing and says nothing",
            severity=Severity.INFO,
            evidence=[
                catalog(f"pg_policy of {relation.identity}: SELECT, INSERT, UPDATE, and none for DELETE")
            ],
            advice="Add a DELETE policy; where rows are to stay, REVOKE DELETE, so that Postgres says so",
            cause="delete",
        )
    else:
        yield context.holds(relation)


def _covers(role: str, relation: Relation, command: str, context: Context) -> bool:
    policies = context.facts.access.policies(role, relation.identity, command)
    return any(policy.permissive for policy in policies)


def _deleted_otherwise(relation: Relation, context: Context) -> bool:
    """True when a function deletes the rows, they are marked as deleted, or they live as long as what they
    belong to.
    """
    facts = context.facts
    writes = (write for body in facts.bodies.values() for write in body.writes)
    if any(write.command == "delete" and write.relation == relation.identity for write in writes):
        return True
    scope = facts.tenancy.scope(relation.identity)
    if relation.identity in facts.kinds.logs or scope.kind == "root" or _marked(relation, context):
        return True
    owners = {column for owner, column in facts.user_columns if owner == relation.identity}
    owners |= {scope.column} if scope.kind == "key" and scope.column else set()
    return any(len(key) == 1 and key <= owners for key in unique_sets(context.catalog, relation))


def _marked(relation: Relation, context: Context) -> bool:
    """True when a policy shows only rows without a time at which they ended."""
    times = {column.name for column in relation.columns if is_timestamp(column) and not column.not_null}
    predicates = [context.facts.using(policy) for policy in context.catalog.policies_of(relation.identity)]
    atoms = (
        atom
        for predicate in predicates
        if predicate
        for branch in predicate.branches
        for atom in branch.atoms
    )
    return any(atom.asks is Asks.FLAG and atom.value == "NULL" and atom.column in times for atom in atoms)
