"""table-unused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pgassay.facts import Facts
from pgassay.facts.behaviour.jobs import named_by_jobs
from pgassay.facts.behaviour.seeds import filled
from pgassay.facts.behaviour.touching import touching
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Finding, Severity
from pgassay.model.relations import Relation
from pgassay.model.source import Statement
from pgassay.read.names import names_changed, plain_name
from pgassay.rules import Context, catalog, rule

#: Words of a comment that says what works with a table.
_SERVICE = re.compile(
    r"service[_ -]?role|\bedge functions?\b|\bwebhooks?\b|\bcron ?jobs?\b|\bworkers?\b|\bback-?end\b|"
    r"\b(used|read|written|filled|called|updated) (only )?(by|from) (?!no\b|nothing|nobody|none\b)",
    re.IGNORECASE,
)


@rule(on=Catalog, severity=Severity.INFO)
def table_unused(_: Catalog, context: Context) -> Iterator[Finding]:
    """Nothing in the database has to do with a table, and no client reaches its rows.

    Either a service uses it with a key of its own, or nobody does: then it is kept right for nothing, and who
    reads the schema takes it for the one to use.

    Silent where a foreign key leads to it, a function, view, trigger or the policy of another table names it,
    the SQL of a scheduled job does, migrations put rows into it, it is published, a policy or privilege lets
    a client role at its rows, a policy is for a service role alone, a statement grants it to one by its name
    or takes it from client roles, its comment or one beside its definition says what works with it, or a
    statement that was to change it is refused; and where client roles reach no table at all. What the
    application's code asks for is not looked at here.

    The facts that suffice: the catalog's dependencies and comments, the words of all functions and scheduled
    jobs, and what client roles reach.
    """
    facts = context.facts
    touched = touching(facts).keys() | {
        relation.relation for one in context.catalog.publications for relation in one.relations
    }
    jobs = named_by_jobs(context.migrations)
    given = _given_to_services(context)
    written = filled(context.migrations, facts)
    written |= {name.lower() for failure in context.replay.failures for name in failure.targets}
    idle = [
        table
        for table in context.own_relations()
        if table.is_table
        and table.parent is None
        and table.identity not in touched
        and table.name.lower() not in jobs
        and plain_name(table.identity) not in given
        and not _is_meant_for_a_service(table, facts)
        and not _SERVICE.search(_remarks(table, context))
        and plain_name(table.identity).lower() not in written
        and not facts.access.readers(table)
        and not facts.access.writers(table)
    ]
    # Where no table is in anybody's reach, the database does not show who uses what.
    own = context.own_relations()
    reached = any(facts.access.readers(table) or facts.access.writers(table) for table in own)
    names = ", ".join(table.identity for table in idle)
    for table in idle if reached else ():
        yield context.finding(
            table,
            f"{names} {'are' if len(idle) > 1 else 'is'} touched by nothing in the database, and no client "
            f"role reaches {'them' if len(idle) > 1 else 'it'}",
            evidence=[catalog("no foreign key, function, view, trigger or policy of another table names it")],
            advice="See whether a service uses it; drop it where none does",
            cause="unused",
        )


def _is_meant_for_a_service(table: Relation, facts: Facts) -> bool:
    """True where a policy is for roles that row security does not hold, or the comment names who uses it."""
    policies = [one for one in facts.catalog.policies if one.relation == table.identity]
    return any(one.roles and facts.service_roles.issuperset(one.roles) for one in policies) or bool(
        _SERVICE.search(table.comment or "")
    )


def _given_to_services(context: Context) -> frozenset[str]:
    """The plain names of the tables that statements of their own give to roles of services, or take from all
    others; none that a statement gives to a client role.
    """
    services = {*context.facts.service_roles}
    clients = {*context.facts.client_roles, "public"}
    meant, open_ = set[str](), set[str]()
    for migration in context.migrations:
        for statement in migration.statements:
            if statement.kind != "GrantStmt" or statement.tree.get("targtype") != "ACL_TARGET_OBJECT":
                continue
            roles = {one["RoleSpec"].get("rolename", "public") for one in statement.tree.get("grantees", [])}
            gives = bool(statement.tree.get("is_grant"))
            if gives and roles & clients:
                open_ |= names_changed(statement)
            elif roles & (services if gives else clients):
                meant |= names_changed(statement)
    return frozenset(meant - open_)


def _remarks(table: Relation, context: Context) -> str:
    """The comments in the file that makes a table, from those before its definition to the next one."""
    statements = context.origins.of(context.ref(table))
    if not statements:
        return ""
    place = statements[0].location
    file = next((one for one in context.migrations if one.path == place.file), None)
    if file is None:
        return ""
    next_one = min(
        (
            one.location.line
            for one in file.statements
            if one.kind == "CreateStmt" and one.location.line > place.line
        ),
        default=len(file.lines) + 1,
    )
    first, last = (
        max((_end(one) for one in file.statements if one.location.line < line), default=0)
        for line in (place.line, next_one)
    )
    # What stands before the next definition is about that one.
    until = len(file.lines) if next_one > len(file.lines) else last
    return "\n".join(line for line in file.lines[first:until] if line.lstrip().startswith("--"))


def _end(statement: Statement) -> int:
    return max(statement.location.line, statement.location.end_line)
