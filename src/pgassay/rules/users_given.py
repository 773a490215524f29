"""What functions give away of auth.users, and the tables that copy it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from pgassay.facts.behaviour.asked import Asked
from pgassay.facts.behaviour.callers import callers
from pgassay.facts.functions.bodies import Body
from pgassay.facts.gaps.all_rows import asks_who
from pgassay.model.finding import Evidence
from pgassay.model.objects import Function
from pgassay.model.relations import Relation
from pgassay.model.source import Tree
from pgassay.postgres import parse
from pgassay.read.experiment import Experiment
from pgassay.rules.context import Context, executed
from pgassay.rules.standing import stranger

USERS = "auth.users"
_TELLING_LITTLE = ("void", "boolean", "trigger", "event_trigger", "uuid", "integer", "bigint", "numeric")


def giving_functions(
    context: Context, values: Mapping[str, str | None], word: str
) -> Iterator[tuple[Function, str, Evidence | None]]:
    """The SECURITY DEFINER functions that give a client role a planted user's `word`, though the call names
    nobody, with the role and the evidence; without evidence where that could not be tried, and the function
    takes no argument and asks nobody.
    """
    facts = context.facts
    asked = Asked(facts.tenancy, facts.sources, tuple(facts.client_roles))
    for function in context.catalog.functions:
        body = facts.bodies.get(function.identity)
        if body is None or not function.security_definer or not _reads_users(function, body):
            continue
        for role in callers(function, context.catalog, facts.access):
            came = context.experiment(
                lambda experiment, role=role, function=function: _given(
                    experiment, context, function, role, values, word
                )
            )
            blind = came is None and not function.arguments and body.understood and not body.dynamic
            if came or (blind and not asks_who(asked, body)):
                yield function, role, came if isinstance(came, Evidence) else None
                break


def _reads_users(function: Function, body: Body) -> bool:
    """True for a function that can give back columns of users."""
    if function.result in _TELLING_LITTLE or function.kind != "function":
        return False
    return USERS in body.reads or (body.dynamic and USERS in function.body)


def _given(
    experiment: Experiment,
    context: Context,
    function: Function,
    role: str,
    values: Mapping[str, str | None],
    word: str,
) -> Evidence | bool:
    """The evidence that a call which names nobody gives the word of a planted user; False where none does."""
    experiment.plant(USERS, dict(values))
    session = stranger(context, role)
    name = function.identity.partition("(")[0]
    for text in ("NULL", "''"):
        given = ", ".join(
            f"{text if one in ('text', 'pg_catalog.text') else 'NULL'}::{one}"
            for one in function.argument_types
        )
        query = f"SELECT 1 FROM {name}({given}) AS shown WHERE shown::text LIKE '%{word}%'"
        rows = experiment.run(session, query).rows
        if rows > 0:
            said = f"run as {role}, who is somebody else: {name} gives a user that was planted"
            return executed(said, experiment.sql, rows=rows)
    return False


def copies(context: Context, harmless: frozenset[str]) -> Iterator[tuple[Relation, tuple[str, ...]]]:
    """The tables that CREATE TABLE AS or SELECT INTO made from auth.users, with those of their columns that
    hold what is not harmless.
    """
    tables = {(one.schema, one.name): one for one in context.own_relations() if one.is_table}
    users = {column.name for column in context.catalog.relation[USERS].columns} - harmless
    for statement in (one for migration in context.migrations for one in migration.statements):
        for made, select in _copies(statement.tree):
            table = tables.get((made.get("schemaname", "public"), made["relname"]))
            names = tuple(_columns(select, table, users)) if table is not None and _reads(select) else ()
            if table is not None and names:
                yield table, names


def _copies(tree: Tree) -> Iterator[tuple[Tree, Tree]]:
    """The table that a statement makes of a query, and the query."""
    if "into" in tree and "query" in tree and tree.get("objtype") == "OBJECT_TABLE":
        if tree["into"].get("skipData"):
            return
        yield tree["into"]["rel"], tree["query"].get("SelectStmt", {})
    elif "intoClause" in tree:
        yield tree["intoClause"]["rel"], tree


def _reads(select: Tree) -> bool:
    return any(
        node.get("schemaname") == "auth" and node.get("relname") == "users"
        for _, node in parse.walk(select)
        if "relname" in node
    )


def _columns(select: Tree, table: Relation, users: Container[str]) -> Iterator[str]:
    """The columns of the table that are made of columns of auth.users, by the query's outputs."""
    for target in select.get("targetList", []):
        fields = target.get("ResTarget", {})
        ends = [node["fields"][-1] for _, node in parse.walk(fields.get("val", {})) if "fields" in node]
        names = [end.get("String", {}).get("sval") for end in ends]
        if None in names:
            yield from (column.name for column in table.columns if column.name in users)
        elif any(name in users for name in names):
            name = str(fields.get("name", names[0]))
            yield from (column.name for column in table.columns if column.name == name)
