"""Where stand-ins answer in another way than the extensions that they stand in for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec

from pgassay.facts.functions.bare_names import statements_in
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Extension
from pgassay.model.source import Statement, Tree
from pgassay.postgres import parse

#: Schemas that hold more than one extension's things: their names alone say nothing.
_SHARED = frozenset({"public", "extensions", "pg_catalog"})

#: Types of Postgres's own that a stand-in names functions after: unqualified they are no use of it.
_BUILT_IN = frozenset({"bytea", "json", "jsonb", "point", "polygon"})

#: Statements that make something and run nothing of what is in it.
_RUNS_NOTHING = frozenset(
    {
        *("CreateExtensionStmt", "CreateFunctionStmt", "ViewStmt", "CreatePolicyStmt", "AlterPolicyStmt"),
        *("CreateTrigStmt", "RuleStmt", "GrantStmt", "CommentStmt", "AlterOwnerStmt"),
    }
)


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What a stand-in does instead, and the functions and relations that do so (None: all of them)."""

    says: str
    names: frozenset[str] | None = None


#: Stand-ins that give the real answers, or that read back what they hid: a schema looks the same with them.
_ALIKE = frozenset(
    {
        *("uuid-ossp", "moddatetime", "insert_username", "pgjwt", "pgtap"),
        *("pgcrypto", "pgsodium", "supabase_vault"),
    }
)

#: The others; of those that are not named here, only the names are known to be right.
_DIFFERENT: Mapping[str, Difference] = MappingProxyType(
    {
        "pg_cron": Difference(
            says="jobs are recorded, and what they run was not tried",
            names=frozenset({"schedule", "schedule_in_database", "alter_job", "job_run_details"}),
        ),
        "pg_net": Difference(says="requests are recorded and not sent"),
        "http": Difference(says="no request is sent, and each is answered with an empty object"),
        "dblink": Difference(says="no connection is made"),
        "hypopg": Difference(says="no plan uses a hypothetical index"),
        "index_advisor": Difference(says="no index is proposed"),
        "pg_graphql": Difference(says="every query is answered with an error"),
        "pg_jsonschema": Difference(says="$ref, format, dependencies and conditions are not tested"),
        "pg_stat_statements": Difference(says="there are no statistics"),
        "pgmq": Difference(says="its tables are not partitioned", names=frozenset({"create_partitioned"})),
        "pg_hashids": Difference(says="codes are others than the real ones"),
        "pg_partman": Difference(says="a table gets its default partition and no other"),
        "pg_tle": Difference(says="extensions are recorded and cannot be created"),
        "plpgsql_check": Difference(says="nothing is found in functions"),
        "postgis": Difference(
            says="distances are those on a sphere, areas and lines are measured roughly, and spatial indexes "
            "serve no search"
        ),
        "postgres_fdw": Difference(says="foreign tables are defined, and nothing is read through them"),
        "wrappers": Difference(says="foreign tables are defined, and nothing is read through them"),
    }
)


def difference(extension: Extension) -> Difference | None:
    """How a stand-in differs from the real extension; None where it gives the same answers."""
    if not extension.stand_in or extension.name in _ALIKE:
        return None
    return _DIFFERENT.get(extension.name, Difference(says="its names are checked, its behaviour is not"))


def first_uses(database: Catalog, statements: Sequence[Statement]) -> dict[str, Statement]:
    """By extension, the first statement that runs something of a stand-in that differs from the real one."""
    wanted = {one.name: found for one in database.extensions if (found := difference(one)) is not None}
    named = _named(database, wanted)
    # Most statements hold none of the words: to go through their trees takes a hundred times as long.
    words = re.compile("|".join(sorted({re.escape(name) for _, name in named})) + r'|u&"', re.IGNORECASE)
    uses: dict[str, Statement] = {}
    for statement in statements if wanted else ():
        if statement.kind in _RUNS_NOTHING or len(uses) == len(wanted):
            continue
        if statement.kind != "CreateForeignServerStmt" and not words.search(statement.sql):
            continue
        owners = {named.get(name) for name in _names(statement)}
        if statement.kind == "CreateForeignServerStmt":
            # A wrapper has the name of its stand-in, or is one of several.
            wrapper = str(statement.tree["fdwname"])
            owners.add(wrapper if wrapper in wanted else "wrappers" if "wrappers" in wanted else None)
        for owner in sorted(owners - {None}, key=str):
            uses.setdefault(str(owner), statement)
    return uses


def _named(database: Catalog, wanted: Mapping[str, Difference]) -> dict[tuple[str | None, str], str]:
    """The names, with and (where others share the schema) without it, by which each of them is called."""
    found: dict[tuple[str | None, str], str] = {}
    things = [(f.schema, f.name, f.extension) for f in database.functions]
    things += [(r.schema, r.name, r.extension) for r in database.relations]
    things += [(t.schema, t.name, t.extension) for t in database.types]
    for schema, name, owner in things:
        one = wanted.get(owner) if owner is not None else None
        if owner is not None and one is not None and (one.names is None or name in one.names):
            found[(schema, name)] = owner
            if schema in _SHARED and name not in _BUILT_IN:
                found[(None, name)] = owner
    return found


def _names(statement: Statement) -> Iterator[tuple[str | None, str]]:
    """The functions, relations and types that a statement, or the block of a DO, names."""
    trees: list[Tree] = [{statement.kind: statement.tree}]
    if statement.kind == "DoStmt":
        trees = list(statements_in(statement.sql))
    for tree in trees:
        for _, node in parse.walk(tree):
            parts = node.get("funcname") or node.get("names")
            if isinstance(parts, list):
                words = [part["String"]["sval"] for part in parts if "String" in part]
                if words:
                    yield (words[-2] if len(words) > 1 else None), words[-1]
            elif "relname" in node:
                yield node.get("schemaname"), str(node["relname"])
