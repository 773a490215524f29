"""Whether an expression gives one value for all rows, or another one for each."""

from __future__ import annotations

from pgassay.model.source import Tree
from pgassay.postgres.parse import walk
from pgassay.read.foretell.written import strings

#: Functions of Postgres's own, and of pgcrypto and uuid-ossp, that are volatile.
_VOLATILE_WORDS = """
    random clock_timestamp timeofday gen_random_uuid uuidv4 uuidv7 nextval gen_random_bytes
    uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 random_normal
"""
VOLATILE = frozenset(_VOLATILE_WORDS.split())
#: Functions of Postgres's own that are not.
_STEADY_WORDS = """
    now transaction_timestamp statement_timestamp timezone date_trunc date_part lower upper concat md5
    to_jsonb to_json jsonb_build_object jsonb_build_array json_build_object json_build_array current_setting
    make_interval make_date make_timestamptz to_char to_date to_timestamp abs floor ceil round length
    array_to_string string_to_array replace substring btrim repeat
"""
STEADY = frozenset(_STEADY_WORDS.split())
_SCHEMAS = ("pg_catalog", "extensions", "public")

#: Nodes that an expression without columns may hold, and what they are made of.
_PLAIN_WORDS = """
    A_Const TypeCast typeName arg String A_ArrayExpr SQLValueFunction FuncCall A_Expr lexpr rexpr ival fval
    sval boolval bsval names Integer CoalesceExpr BoolExpr MinMaxExpr RowExpr CaseExpr CaseWhen A_Indirection
    expr result defresult List
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())


def is_steady(expression: Tree) -> bool | None:
    """True where all rows get the same value, False where each gets its own, None where that is not told."""
    unknown = False
    for name, node in walk(expression):
        if name == "FuncCall":
            parts = strings(node.get("funcname"))
            plain = len(parts) == 1 or parts[0] in _SCHEMAS
            if plain and parts[-1] in VOLATILE:
                return False
            unknown = unknown or not (plain and parts[-1] in STEADY)
        elif name not in _PLAIN:
            unknown = True
    return None if unknown else True


def is_null(expression: Tree) -> bool:
    """True for the constant NULL, also where it is cast."""
    inner = expression.get("TypeCast", {}).get("arg", expression)
    return bool(inner.get("A_Const", {}).get("isnull"))


def not_null_columns(expression: Tree) -> tuple[str, ...]:
    """The columns of which a CHECK says that they are NOT NULL, by itself or among what AND joins."""
    if "BoolExpr" in expression and expression["BoolExpr"].get("boolop") == "AND_EXPR":
        found = (not_null_columns(one) for one in expression["BoolExpr"].get("args", []))
        return tuple(name for names in found for name in names)
    test = expression.get("NullTest", {})
    if test.get("nulltesttype") != "IS_NOT_NULL" or "ColumnRef" not in test.get("arg", {}):
        return ()
    return tuple(strings(test["arg"]["ColumnRef"]["fields"])[-1:])


def columns_in(expression: Tree) -> tuple[str, ...]:
    """The columns that an expression names, in order, each once."""
    nodes = (node for name, node in walk(expression) if name == "ColumnRef")
    names = (name for node in nodes for name in strings(node.get("fields"))[-1:])
    return tuple(dict.fromkeys(names))
