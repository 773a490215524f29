"""Which arguments of a PL/pgSQL function become part of SQL that it builds and runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from pgassay.facts.functions.reading import name_of
from pgassay.model.catalog import Catalog
from pgassay.model.objects import Function
from pgassay.model.source import Tree
from pgassay.postgres import parse

#: Types whose text is never more than one value: keys, numbers, times, and names that Postgres looked up.
_PLAIN = frozenset(
    (
        *("uuid", "bool", "boolean", "int2", "int4", "int8", "smallint", "integer", "bigint", "numeric"),
        *("float4", "float8", "real", "double precision", "money", "oid", "date", "time", "timetz"),
        *("timestamp", "timestamptz", "timestamp with time zone", "timestamp without time zone", "interval"),
        *("regclass", "regproc", "regprocedure", "regtype", "regrole", "regnamespace", "inet", "cidr"),
        *("tsquery", "tsvector", "decimal", "int", "bytea", "bit", "varbit", "refcursor"),
    )
)
#: Functions whose result holds the text that they were given.
_PASSING = frozenset(
    (
        *("lower", "upper", "initcap", "trim", "btrim", "ltrim", "rtrim", "replace", "translate", "concat"),
        *("concat_ws", "left", "right", "substr", "substring", "split_part", "regexp_replace", "overlay"),
        *("string_agg", "array_agg", "array_to_string", "string_to_array", "regexp_split_to_table"),
        *("unnest", "lpad", "rpad", "repeat", "reverse", "convert_from", "jsonb_each_text", "json_each_text"),
        *(
            "jsonb_array_elements_text",
            "json_array_elements_text",
            "jsonb_array_elements",
            "json_array_elements",
        ),
        *("jsonb_object_keys", "json_object_keys", "jsonb_extract_path_text", "json_extract_path_text"),
        *("string_to_table", "min", "max", "to_jsonb", "array_append", "array_cat"),
    )
)
_ASSIGNMENT = re.compile(r"^\s*([A-Za-z_\"][\w\".]*)(?:\[[^\]]*\])?\s*:?=\s*(.*)$", re.S)
_SPECIFIER = re.compile(r"%(?:(?P<position>\d+)\$)?-?\d*(?P<type>[sIL%])")
#: The fields under which statements keep SQL that is built when it runs.
_BUILT = {
    "PLpgSQL_stmt_dynexecute": "query",
    "PLpgSQL_stmt_dynfors": "query",
    "PLpgSQL_stmt_return_query": "dynquery",
    "PLpgSQL_stmt_open": "dynquery",
}


class Executed(msgspec.Struct, frozen=True, kw_only=True):
    """An argument that stands in executed text as it was given; `text` is what EXECUTE takes. `reset` is true
    where the function also sets the argument itself.
    """

    position: int
    name: str
    text: str
    reset: bool


def executed_arguments(function: Function, catalog: Catalog) -> tuple[Executed, ...]:
    """The arguments that a PL/pgSQL function puts into SQL unquoted, by EXECUTE and its like, in order.

    An argument counts as quoted in quote_ident, quote_literal and format's %I and %L; one of a type that can
    hold no SQL, such as a key or a regclass, is left out, and so is what a function of the schema's own made
    of it.
    """
    tree = parse.plpgsql(function.definition) if function.language == "plpgsql" else None
    if tree is None:
        return ()
    flow = _Flow(function, tree, catalog)
    found: dict[tuple[int, str, str], Executed] = {}
    for kind, node in parse.walk(tree["action"]):
        text = str(node.get(_BUILT.get(kind, ""), {}).get("PLpgSQL_expr", {}).get("query", ""))
        for name in sorted(flow.of_text(text)) if text else ():
            position = function.arguments.index(name)
            said = " ".join(text.split())
            one = Executed(position=position, name=name, text=said, reset=name in flow.reset)
            found.setdefault((position, name, said), one)
    return tuple(sorted(found.values(), key=lambda one: one.position))


class _Flow(msgspec.Struct):
    """Which arguments' text each variable can hold. Order does not count: what is assigned anywhere holds
    everywhere.
    """

    function: Function
    tree: Tree
    catalog: Catalog
    held: dict[str, set[str]] = msgspec.field(default_factory=dict[str, set[str]])
    reset: set[str] = msgspec.field(default_factory=set[str])

    def __post_init__(self) -> None:
        datums = self.tree.get("datums", [])
        names = [name_of(datum) for datum in datums]
        plain = {name_of(datum) for datum in datums if _is_plain(_declared(datum))}
        others = {item.identity for item in self.catalog.types if item.kind in ("enum", "domain")}
        for name, type_ in zip(self.function.arguments, self.function.argument_types, strict=True):
            if name and not _is_plain(type_) and type_ not in others and f"public.{type_}" not in others:
                self.held[name] = {name}
        while self._pass(names, plain):
            pass

    def _pass(self, names: list[str], plain: set[str]) -> bool:
        """Goes over all assignments once; True when a variable was found to hold more than before."""
        before = sum(len(one) for one in self.held.values())
        for variable, found in self._assigned(names):
            self.reset |= {variable} & set(self.function.arguments)
            if variable not in plain:
                self.held.setdefault(variable, set()).update(found)
        return sum(len(one) for one in self.held.values()) > before

    def _assigned(self, names: list[str]) -> Iterator[tuple[str, set[str]]]:
        for datum in self.tree.get("datums", []):
            default = datum.get("PLpgSQL_var", {}).get("default_val")
            if default is not None:
                yield name_of(datum), self.of_text(default["PLpgSQL_expr"]["query"])
        for kind, node in parse.walk(self.tree["action"]):
            if kind == "PLpgSQL_stmt_assign":
                match = _ASSIGNMENT.match(node["expr"]["PLpgSQL_expr"]["query"])
                if match is not None:
                    yield _base(match[1]), self.of_text(match[2])
            elif kind == "PLpgSQL_stmt_foreach_a":
                yield names[node["varno"]], self.of_text(node["expr"]["PLpgSQL_expr"]["query"])
            elif kind in ("PLpgSQL_stmt_execsql", "PLpgSQL_stmt_fors"):
                query = node.get("sqlstmt", node.get("query", {})).get("PLpgSQL_expr", {}).get("query", "")
                yield from self._filled(node.get("target", node.get("var", {})), query)

    def _filled(self, target: Tree, query: str) -> Iterator[tuple[str, set[str]]]:
        """What SELECT … INTO and FOR … IN put into their variables."""
        for tree in parse.queries(query) if target else ():
            select = tree.get("SelectStmt", {})
            outputs = [self.of(item, self._from(select)) for item in select.get("targetList", [])]
            if "PLpgSQL_row" in target:
                variables = [item["name"] for item in target["PLpgSQL_row"].get("fields", [])]
                yield from zip(variables, outputs, strict=False)
            else:
                yield name_of(target), {name for found in outputs for name in found}

    def of_text(self, text: str) -> set[str]:
        """The arguments whose text an expression can hold."""
        tree = parse.expression(text)
        return self.of(tree, {}) if tree is not None else set()

    def _from(self, select: Tree) -> dict[str, set[str]]:
        """What the functions in a FROM clause give, by their alias, their columns and their own name."""
        found: dict[str, set[str]] = {}
        for item in select.get("fromClause", []):
            fields = item.get("RangeFunction", {})
            for listed in fields.get("functions", []):
                call = listed["List"]["items"][0]
                given = self.of(call, {})
                alias = fields.get("alias", {})
                names = [
                    alias.get("aliasname", ""),
                    *(c["String"]["sval"] for c in alias.get("colnames", [])),
                ]
                names += [part["String"]["sval"] for part in call.get("FuncCall", {}).get("funcname", [])]
                found |= {name: given for name in names if name} | {"key": given, "value": given}
        return found

    def of(self, tree: Tree, beside: Mapping[str, set[str]]) -> set[str]:
        """The arguments whose text a part of an expression can hold; `beside` is what FROM gives."""
        ((kind, fields),) = tree.items()
        match kind:
            case "ColumnRef":
                names = [part["String"]["sval"] for part in fields["fields"] if "String" in part]
                names = names[1:] if len(names) > 1 and names[0] == self.function.name else names
                return set(beside.get(names[0], self.held.get(names[0], set()))) if names else set()
            case "ParamRef":
                position = int(fields.get("number", 1)) - 1
                names = self.function.arguments[position : position + 1]
                return set(self.held.get(names[0], set())) if names else set()
            case "TypeCast":
                return set() if _is_plain(_type_name(fields["typeName"])) else self.of(fields["arg"], beside)
            case "FuncCall":
                return self._call(fields, beside)
            case "A_Expr":
                return self._operator(fields, beside)
            case "CaseExpr":
                parts = [when["CaseWhen"]["result"] for when in fields["args"]]
                return self._any([*parts, *([fields["defresult"]] if "defresult" in fields else [])], beside)
            case "SubLink":
                select = fields["subselect"].get("SelectStmt", {})
                return self._any(select.get("targetList", []), {**beside, **self._from(select)})
            case "CoalesceExpr" | "MinMaxExpr" | "RowExpr":
                return self._any(fields.get("args", []), beside)
            case "A_ArrayExpr":
                return self._any(fields.get("elements", []), beside)
            case "ResTarget":
                return self.of(fields["val"], beside) if "val" in fields else set()
            case "A_Indirection" | "CollateClause":
                return self.of(fields["arg"], beside)
            case _:
                return set()

    def _any(self, parts: list[Tree], beside: Mapping[str, set[str]]) -> set[str]:
        return {name for part in parts for name in self.of(part, beside)}

    def _operator(self, fields: Tree, beside: Mapping[str, set[str]]) -> set[str]:
        name = fields["name"][-1]["String"]["sval"] if fields.get("name") else ""
        if name == "||":
            return self._any([fields[side] for side in ("lexpr", "rexpr") if side in fields], beside)
        first = name in ("->", "->>", "#>", "#>>") or fields.get("kind") == "AEXPR_NULLIF"
        return self.of(fields["lexpr"], beside) if first and "lexpr" in fields else set()

    def _call(self, fields: Tree, beside: Mapping[str, set[str]]) -> set[str]:
        name = fields["funcname"][-1]["String"]["sval"]
        arguments = [item.get("NamedArgExpr", {}).get("arg", item) for item in fields.get("args", [])]
        if name == "format" and arguments:
            return self._formatted(arguments, beside)
        return self._any(arguments, beside) if name in _PASSING else set()

    def _formatted(self, arguments: list[Tree], beside: Mapping[str, set[str]]) -> set[str]:
        """What %s puts in; %I and %L quote. A template that is no literal is text itself."""
        template = arguments[0].get("A_Const", {}).get("sval", {}).get("sval")
        if template is None:
            return self._any(arguments, beside)
        found: set[str] = set()
        following = 1
        for match in _SPECIFIER.finditer(template):
            if match["type"] == "%":
                continue
            position = int(match["position"]) if match["position"] else following
            following = position + 1
            if match["type"] == "s" and position < len(arguments):
                found |= self.of(arguments[position], beside)
        return found


def _declared(datum: Tree) -> str:
    type_ = datum.get("PLpgSQL_var", {}).get("datatype", {}).get("PLpgSQL_type", {})
    return str(type_.get("typname", ""))


def _base(name: str) -> str:
    first = name.partition(".")[0]
    return first.strip('"') if first.startswith('"') else first.lower()


def _is_plain(type_: str) -> bool:
    name = type_.removeprefix("pg_catalog.").replace('"', "").lower()
    return name.removesuffix("[]").removeprefix("_").partition("(")[0].strip() in _PLAIN


def _type_name(node: Tree) -> str:
    return str(node["names"][-1]["String"]["sval"])
