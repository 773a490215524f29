"""The names that a statement creates or touches, and the one that an error misses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pgassay.model.source import Statement, Tree
from pgassay.postgres.parse import walk

_MISSING = (
    re.compile(r'^relation "(?P<name>[^"]+)" does not exist'),
    re.compile(r'^column (?P<of>[^" .]+)\.(?P<name>[^" ]+) does not exist'),
    re.compile(
        r'^column "?(?P<name>[^" ]+)"? (of relation "(?P<of>[^"]+)" |referenced in foreign key constraint |'
        r"named in key )?does not exist"
    ),
    re.compile(r"^(?:function|procedure|aggregate) (?P<name>[^(]+)\(.*\) does not exist"),
    re.compile(r'^could not find an? (function|procedure|aggregate) named "(?P<name>[^"]+)"'),
    re.compile(
        r'^(policy|trigger|rule|constraint) "(?P<name>[^"]+)" '
        r'(for|of) (table|relation) "(?P<of>[^"]+)" does not exist'
    ),
    re.compile(
        r"^((?:foreign )?table|type|role|schema|index|extension|publication|sequence|(?:materialized )?view|"
        r"language|access method|server|"
        r'foreign-data wrapper|collation) "(?P<name>[^"]+)" (for encoding "[^"]+" )?does not exist'
    ),
    re.compile(r"^type (?P<name>[^ ]+) does not exist"),
    re.compile(r'^extension "(?P<name>[^"]+)" is not available'),
    re.compile(r'^unrecognized parameter namespace "(?P<name>[^"]+)"'),
)

#: What migrations use of extensions that are often missing: names of schemas, types and functions.
_OF_EXTENSIONS = {
    "pg_cron": re.compile(r"^cron(\.\w+)?$"),
    "pg_net": re.compile(r"^net(\.\w+)?$"),
    "uuid-ossp": re.compile(r"^(\w+\.)?uuid_generate_v\w+$"),
    "pgcrypto": re.compile(r"^(\w+\.)?(gen_salt|crypt|digest|hmac|gen_random_bytes|pgp_\w+)$"),
    "vector": re.compile(r"^(\w+\.)?(vector|halfvec|sparsevec)$"),
    "citext": re.compile(r"^(\w+\.)?citext$"),
    "postgis": re.compile(r"^(\w+\.)?(geometry|geography|raster|box[23]d|st_\w+|addgeometrycolumn)$"),
    "postgis_raster": re.compile(r"^(\w+\.)?(raster|st_\w*rast\w*)$"),
    "timescaledb": re.compile(r"^(\w+\.)?(create_hypertable|add_\w+_policy|time_bucket\w*)$"),
    "pg_partman": re.compile(r"^partman(\.\w+)?$"),
    "pgroonga": re.compile(r"^pgroonga\w*(\.\w+)?$"),
    "pg_repack": re.compile(r"^repack(\.\w+)?$"),
    "plv8": re.compile(r"^plv8$"),
    "rum": re.compile(r"^rum\w*$"),
}


#: Subcommands of ALTER TABLE that switch a trigger or rule that is there already.
_SWITCHES = frozenset(
    f"AT_{word}{what}"
    for word in ("Enable", "EnableAlways", "EnableReplica", "Disable")
    for what in ("Trig", "TrigAll", "TrigUser", "Rule")
)

#: Schemas that hold more than what one extension brings.
_COMMON_SCHEMAS = frozenset({"public", "extensions", "pg_catalog"})


def missing_name(sqlstate: str, message: str) -> str | None:
    """The object an error says is missing, without the schema public; None for any other error."""
    if sqlstate[:2] not in ("42", "3F", "22", "0A"):
        return None
    for pattern in _MISSING:
        match = pattern.search(message)
        if match:
            fields = match.groupdict()
            name = f"{fields['of']}.{fields['name']}" if fields.get("of") else fields["name"]
            return plain_name(name)
    return None


def is_of_extension(name: str, extension: str) -> bool:
    """True for a type, function or schema that an extension is known to bring."""
    known = _OF_EXTENSIONS.get(extension)
    return known is not None and bool(known.match(name.lower().removesuffix("[]")))


def extension_of(name: str) -> str | None:
    """The extension that is known to bring a type, function or schema; None where none is."""
    return next((extension for extension in _OF_EXTENSIONS if is_of_extension(name, extension)), None)


def plain_name(name: str) -> str:
    """A name without quotes and without the schema public, so that two spellings of one object meet."""
    return name.replace('"', "").removeprefix("public.").strip()


def names_created(statement: Statement) -> frozenset[str]:
    """The plain names of what a statement makes; columns, policies and the like after their relation."""
    tree = statement.tree
    match statement.kind:
        case "CreateStmt" | "CreateForeignTableStmt":
            return frozenset({_range(tree.get("base", tree)["relation"])})
        case "ViewStmt":
            return frozenset({_range(tree["view"])})
        case "CreateTableAsStmt":
            return frozenset({_range(tree["into"]["rel"])})
        case "CreateFunctionStmt":
            return frozenset({_dotted(tree["funcname"])})
        case "CreateEnumStmt" | "CreateRangeStmt":
            return frozenset({_dotted(tree["typeName"])})
        case "CreateDomainStmt":
            return frozenset({_dotted(tree["domainname"])})
        case "CompositeTypeStmt":
            return frozenset({_range(tree["typevar"])})
        case "CreateSchemaStmt":
            return frozenset({str(tree.get("schemaname", ""))})
        case "CreateExtensionStmt":
            return frozenset({str(tree["extname"])})
        case "DefineStmt" if tree.get("kind") == "OBJECT_COLLATION":
            return frozenset({_dotted(tree["defnames"])})
        case "CreateFdwStmt" | "CreateForeignServerStmt":
            return frozenset({str(tree["servername" if "servername" in tree else "fdwname"])})
        case "CreateRoleStmt":
            return frozenset({str(tree["role"])})
        case "AlterTableStmt":
            return frozenset(_columns_added(tree))
        case "IndexStmt" if "idxname" in tree:
            return frozenset({str(tree["idxname"])})
        case "CreateTrigStmt":
            return frozenset({f"{_range(tree['relation'])}.{tree['trigname']}"})
        case "CreatePolicyStmt":
            return frozenset({f"{_range(tree['table'])}.{tree['policy_name']}"})
        case _:
            return frozenset()


def columns_defined(statement: Statement) -> frozenset[str]:
    """The columns that a CREATE TABLE lists, each after its relation's name; none for all else."""
    if statement.kind not in ("CreateStmt", "CreateForeignTableStmt"):
        return frozenset()
    tree = statement.tree.get("base", statement.tree)
    elements = (one.get("ColumnDef") for one in tree.get("tableElts", []))
    return frozenset(f"{_range(tree['relation'])}.{one['colname']}" for one in elements if one is not None)


def columns_meant(missing: str, statements: Iterable[Statement]) -> frozenset[str]:
    """The plain names of the columns that a missing one can be, in statements of which one asked for it: it
    goes by its relation's name or alias, or bare.
    """
    qualifier, _, column = missing.rpartition(".")
    return frozenset(
        f"{_range(node)}.{column}"
        for one in statements
        for _, node in walk({one.kind: one.tree})
        if "relname" in node and qualifier in ("", node.get("alias", {}).get("aliasname"), node["relname"])
    )


def names_changed(statement: Statement) -> frozenset[str]:
    """The plain names of the relations and functions whose definition a statement makes or changes.

    Policies, triggers, indexes and rules change their relation. Nothing for statements that read or write
    rows, that comment, or that switch one trigger on or off.
    """
    tree = statement.tree
    match statement.kind:
        case (
            "CreateStmt" | "CreateForeignTableStmt" | "ViewStmt" | "CreateTableAsStmt" | "CreateFunctionStmt"
        ):
            return names_created(statement)
        case "AlterTableStmt":
            commands = [command["AlterTableCmd"].get("subtype") for command in tree.get("cmds", [])]
            return frozenset() if set(commands) <= _SWITCHES else frozenset({_range(tree["relation"])})
        case "IndexStmt" | "CreateTrigStmt" | "RuleStmt":
            return frozenset({_range(tree["relation"])})
        case "CreatePolicyStmt" | "AlterPolicyStmt":
            return frozenset({_range(tree["table"])})
        case "AlterFunctionStmt":
            return frozenset({_dotted(tree["func"].get("objname"))} - {""})
        case "RenameStmt" | "AlterObjectSchemaStmt":
            return frozenset({_range(tree["relation"])} if "relation" in tree else _named(tree))
        case "DropStmt":
            return frozenset(_dropped(tree))
        case "GrantStmt":
            return frozenset(name for item in tree.get("objects", []) for name in _named({"object": item}))
        case _:
            return frozenset()


def names_touched(statement: Statement) -> frozenset[str]:
    """The plain names of the relations, functions and types that a statement names anywhere."""
    names = set(names_created(statement))
    for _, node in walk({statement.kind: statement.tree}):
        if "relname" in node:
            names.add(_range(node))
        elif "objname" in node:
            names.add(_dotted(node["objname"]))
    return frozenset(names - {""})


def names_mentioned(statement: Statement) -> frozenset[str]:
    """The bare names of all that a statement may touch: what it names, and the parts of the names in lists of
    objects (DROP, COMMENT), which the parser does not tell apart.
    """
    touched = {name.rpartition(".")[2] for name in names_touched(statement)}
    parts = (node for name, node in walk(statement.tree.get("objects")) if name == "String")
    return frozenset(touched | {str(part["sval"]) for part in parts})


def schemas_brought(statement: Statement) -> frozenset[str]:
    """The schemas that are an extension's own: of its name, and the one that CREATE EXTENSION puts it in."""
    options = [option["DefElem"] for option in statement.tree.get("options", [])]
    stated = [one["arg"]["String"]["sval"] for one in options if one.get("defname") == "schema"]
    return frozenset({str(statement.tree["extname"]), *stated} - _COMMON_SCHEMAS)


def versions_asked(statements: Iterable[Statement]) -> list[tuple[str, str]]:
    """The extensions that statements create or alter under a version of their own, each with it."""
    return [
        (str(statement.tree["extname"]), str(option["DefElem"]["arg"]["String"]["sval"]))
        for statement in statements
        if statement.kind in ("CreateExtensionStmt", "AlterExtensionStmt")
        for option in statement.tree.get("options", [])
        if option["DefElem"]["defname"] == "new_version" and "arg" in option["DefElem"]
    ]


def _named(tree: Tree) -> set[str]:
    """The relation or function that a statement names as its object."""
    node = tree.get("object", {})
    if "RangeVar" in node:
        return {_range(node)}
    if "ObjectWithArgs" in node:
        return {_dotted(node["ObjectWithArgs"].get("objname"))} - {""}
    return set()


def _dropped(tree: Tree) -> Iterator[str]:
    """The relations and functions that DROP takes away or takes a part from."""
    for item in tree.get("objects", []):
        if "ObjectWithArgs" in item:
            yield from _named({"object": item})
        elif tree.get("removeType") in ("OBJECT_POLICY", "OBJECT_TRIGGER", "OBJECT_RULE"):
            yield _dotted(item["List"]["items"][:-1])
        elif tree.get("removeType") in ("OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW"):
            yield _dotted(item)


def _columns_added(tree: Tree) -> list[str]:
    """The columns and the named constraints that an ALTER TABLE adds, each after its relation's name."""
    relation = _range(tree["relation"])
    commands = [command["AlterTableCmd"] for command in tree.get("cmds", [])]
    added = [c["def"]["ColumnDef"]["colname"] for c in commands if c.get("subtype") == "AT_AddColumn"]
    named = [
        c["def"]["Constraint"].get("conname") for c in commands if c.get("subtype") == "AT_AddConstraint"
    ]
    return [f"{relation}.{name}" for name in (*added, *named) if name]


def _range(node: Tree) -> str:
    node = node.get("RangeVar", node)
    schema = node.get("schemaname")
    return plain_name(f"{schema}.{node['relname']}" if schema else str(node["relname"]))


def _dotted(parts: object) -> str:
    if isinstance(parts, dict):
        parts = parts.get("List", {}).get("items", [])
    if not isinstance(parts, list):
        return ""
    return plain_name(".".join(part["String"]["sval"] for part in parts if "String" in part))
