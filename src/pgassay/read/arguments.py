"""Whether a definition is of the function that a statement asks for: by the arguments that Postgres names."""

from __future__ import annotations

import re

from pgassay.model.source import Statement, Tree
from pgassay.read.failures import Failure

_ASKED = re.compile(r"^(?:function|procedure|aggregate) [^(]+\((?P<types>.*)\) does not exist")
#: What names a function with all its arguments; a call leaves some out, and Postgres casts others.
NAMING = (
    "AlterFunctionStmt",
    "AlterObjectSchemaStmt",
    "AlterOwnerStmt",
    "CommentStmt",
    "DropStmt",
    "GrantStmt",
    "RenameStmt",
)
_IN = ("FUNC_PARAM_DEFAULT", "FUNC_PARAM_IN", "FUNC_PARAM_INOUT")
#: What Postgres calls a type in its answers, by its own short name.
_CALLED = {
    "bool": "boolean",
    "bpchar": "character",
    "float4": "real",
    "float8": "double precision",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "time": "time without time zone",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "timetz": "time with time zone",
    "varbit": "bit varying",
    "varchar": "character varying",
}


def takes(definition: Statement, failure: Failure) -> bool:
    """True where a definition takes the arguments of the function that a refused statement misses; for all
    else that is missed, too.
    """
    match = _ASKED.match(failure.message)
    if match is None or definition.kind != "CreateFunctionStmt":
        return True
    asked = [one.rpartition("=> ")[2] for one in match["types"].split(", ") if one]
    parameters = [one["FunctionParameter"] for one in definition.tree.get("parameters", [])]
    if any(one.get("mode") == "FUNC_PARAM_VARIADIC" for one in parameters):
        return True
    given = [one for one in parameters if one.get("mode", _IN[0]) in _IN]
    if failure.statement.kind in NAMING:
        return [_bare(one) for one in asked] == [_called(one["argType"]) for one in given]
    return sum("defexpr" not in one for one in given) <= len(asked) <= len(given)


def _called(type_: Tree) -> str:
    name = str(type_["names"][-1]["String"]["sval"])
    return _CALLED.get(name, name) + ("[]" if type_.get("arrayBounds") else "")


def _bare(type_: str) -> str:
    return type_.rpartition(".")[2].replace('"', "")
