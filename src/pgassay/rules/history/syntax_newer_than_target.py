"""syntax-newer-than-target."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.finding import Finding, Severity
from pgassay.model.source import Statement, Tree
from pgassay.postgres.parse import walk
from pgassay.rules import Context, parsed, rule
from pgassay.rules.rule import Holds

#: What came with which version, by the parser's node. Source: PostgreSQL's release notes, appendix E.
_NODES = {
    "JsonTable": (17, "JSON_TABLE"),
    "JsonFuncExpr": (17, "JSON_VALUE, JSON_QUERY or JSON_EXISTS"),
    "JsonIsPredicate": (16, "IS JSON"),
    "ReturningOption": (18, "RETURNING WITH (OLD, NEW)"),
    "MergeStmt": (15, "MERGE"),
}
#: Fields that are there where the form is used: node, field, its value.
_FIELDS: dict[tuple[str, str, object], tuple[int, str]] = {
    ("Constraint", "generated_kind", "v"): (18, "a VIRTUAL generated column"),
    ("Constraint", "without_overlaps", True): (18, "WITHOUT OVERLAPS"),
    ("Constraint", "fk_with_period", True): (18, "a foreign key with PERIOD"),
    ("Constraint", "nulls_not_distinct", True): (15, "NULLS NOT DISTINCT"),
    ("IndexStmt", "nulls_not_distinct", True): (15, "NULLS NOT DISTINCT"),
    ("AlterTableCmd", "subtype", "AT_SetExpression"): (17, "SET EXPRESSION"),
    ("MergeWhenClause", "matchKind", "MERGE_WHEN_NOT_MATCHED_BY_SOURCE"): (17, "NOT MATCHED BY SOURCE"),
    ("AccessPriv", "priv_name", "maintain"): (17, "the privilege MAINTAIN"),
    ("DefElem", "defname", "security_invoker"): (15, "a view with security_invoker"),
}
_FUNCTIONS = {
    "uuidv7": 18,
    "uuidv4": 18,
    "casefold": 18,
    "array_sort": 18,
    "array_reverse": 18,
    "uuid_extract_timestamp": 17,
    "uuid_extract_version": 17,
    "array_shuffle": 16,
    "array_sample": 16,
    "any_value": 16,
    "regexp_like": 15,
    "regexp_count": 15,
    "regexp_substr": 15,
}


@rule(on=Statement, severity=Severity.HIGH)
def syntax_newer_than_target(statement: Statement, context: Context) -> Iterator[Finding | Holds]:
    """A statement uses what the version of Postgres that is stated does not have.

    Migrations are run here on a newer Postgres than the one that `postgres` in pgassay.toml states. What only
    the newer one understands is refused by the older, and the migration stops there.

    Silent where no version is stated, and for functions that the migrations make themselves. The bodies of
    functions and DO blocks are not looked into.

    The facts that suffice: the form in the parse tree, and the version that Postgres has it from.
    """
    target = context.config.postgres_major
    if target is None:
        return
    for version, what in dict.fromkeys(_forms(statement)):
        if version <= target or (what.endswith("()") and _is_made(what.removesuffix("()"), context)):
            continue
        yield context.finding(
            statement,
            f"{what} is there from Postgres {version} on: Postgres {target}, which pgassay.toml states, "
            "refuses the statement",
            evidence=[parsed(f"the statement has {what}")],
            advice=f"Write it as Postgres {target} has it, or state the version that the migrations run on",
            detail=what,
            cause=what,
            together=f"{{count}} statements have {what}, which is there from Postgres {version} on: "
            f"Postgres {target}, which pgassay.toml states, refuses them",
        )


def _forms(statement: Statement) -> Iterator[tuple[int, str]]:
    """What a statement has that older versions have not, with the version that has it first."""
    # Of GRANT a role, AccessPriv is that role.
    if statement.kind == "GrantRoleStmt":
        return
    for name, node in walk({statement.kind: statement.tree}):
        if name in _NODES:
            yield _NODES[name]
        for (kind, field, value), found in _FIELDS.items():
            if name == kind and node.get(field) == value:
                yield found
        if name == "Constraint" and statement.kind != "AlterDomainStmt":
            yield from _of_constraint(node)
        if name == "MergeStmt" and "returningClause" in node:
            yield 17, "MERGE with RETURNING"
        if name in ("FuncCall", "funccall"):
            *schema, function = (part["String"]["sval"] for part in node["funcname"])
            if function in _FUNCTIONS and schema in ([], ["pg_catalog"]):
                yield _FUNCTIONS[function], f"{function}()"


def _of_constraint(node: Tree) -> Iterator[tuple[int, str]]:
    kind = node.get("contype")
    if kind == "CONSTR_NOTNULL" and "keys" in node:
        yield 18, "NOT NULL as a constraint of the table"
    unenforced = kind in ("CONSTR_CHECK", "CONSTR_FOREIGN") and not node.get("is_enforced")
    if unenforced or kind == "CONSTR_ATTR_NOT_ENFORCED":
        yield 18, "NOT ENFORCED"


def _is_made(function: str, context: Context) -> bool:
    """True where a migration makes a function of that name."""
    return any(
        one.kind == "CreateFunctionStmt" and one.tree["funcname"][-1]["String"]["sval"] == function
        for migration in (*context.migrations, *((context.baseline,) if context.baseline else ()))
        for one in migration.statements
    )
