"""Parse trees of expressions and queries to conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pgassay.facts.conditions import (
    And,
    Call,
    Claim,
    ColumnOf,
    Compare,
    Constant,
    Exists,
    Holds,
    IsNull,
    Literal,
    Member,
    Not,
    Opaque,
    Or,
    Parameter,
    Query,
    Session,
    Setting,
    Subquery,
    Term,
    Test,
)
from pgassay.model.source import Tree

#: Functions of the platform that tell who the session is.
_SESSION = {
    "auth.uid": Session("user"),
    "auth.role": Session("role"),
    "auth.email": Session("email"),
    "auth.jwt": Session("claims"),
}
_CLAIM_SETTINGS = {"request.jwt.claim.sub": Session("user"), "request.jwt.claims": Session("claims"), "request.jwt.claim.role": Session("role")}
_CLAIM_PATHS = {("sub",): Session("user"), ("role",): Session("role"), ("email",): Session("email")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What names mean where an expression stands.

    `sources` maps an alias to its relation; `row` is the relation whose row is tested (a policy's table); `parameters`
    are the arguments of the function called `function`; `variables` a PL/pgSQL function's own names, with what they were set to.
    """

    relation_named: Callable[[str | None, str], str | None]
    columns_of: Callable[[str], tuple[str, ...]]
    row: str | None = None
    sources: tuple[tuple[str, str | None], ...] = ()
    function: str | None = None
    parameters: tuple[str, ...] = ()
    variables: Mapping[str, Term] | None = None
    outer: Scope | None = None

    def column(self, parts: list[str]) -> Term:
        """What a (qualified) name stands for: a column, a parameter or a variable."""
        name = parts[-1]
        if len(parts) == 1:
            return self._bare(name)
        alias = parts[-2]
        if alias.lower() in ("new", "old"):
            return ColumnOf(alias.lower(), None, name)
        scope: Scope | None = self
        while scope is not None:
            for source, relation in scope.sources:
                if source == alias:
                    return ColumnOf(alias, relation, name)
            if scope.row is not None and scope.row.rpartition(".")[2].strip('"') == alias:
                return ColumnOf("", scope.row, name)
            if scope.function == alias and name in scope.parameters:
                return Parameter(scope.parameters.index(name), name)
            scope = scope.outer
        return self._variable(f"{alias}.{name}") or ColumnOf(alias, None, name)

    def _bare(self, name: str) -> Term:
        scope: Scope | None = self
        while scope is not None:
            for source, relation in scope.sources:
                if relation is not None and name in self.columns_of(relation):
                    return ColumnOf(source, relation, name)
            if scope.row is not None and name in self.columns_of(scope.row):
                return ColumnOf("", scope.row, name)
            scope = scope.outer
        known = self._variable(name)
        if known is not None:
            return known
        alias, relation = next(iter(self.sources), ("", self.row))
        return ColumnOf(alias, relation, name)

    def _variable(self, name: str) -> Term | None:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.parameters:
                return Parameter(scope.parameters.index(name), name)
            if scope.variables is not None and name in scope.variables:
                return scope.variables[name]
            scope = scope.outer
        return None


def test_of(node: Tree, scope: Scope) -> Test:
    """The condition that a boolean expression states."""
    ((kind, fields),) = node.items()
    match kind:
        case "BoolExpr":
            parts = tuple(test_of(argument, scope) for argument in fields["args"])
            return {"AND_EXPR": And, "OR_EXPR": Or}[fields["boolop"]](parts) if fields["boolop"] != "NOT_EXPR" else Not(parts[0])
        case "A_Expr":
            return _comparison(fields, scope)
        case "NullTest":
            test = IsNull(term_of(fields["arg"], scope))
            return test if fields["nulltesttype"] == "IS_NULL" else Not(test)
        case "BooleanTest":
            return _truth(fields, scope)
        case "SubLink":
            return _sublink(fields, scope)
        case "A_Const":
            return Constant(_boolean(fields))
        case "TypeCast":
            return test_of(fields["arg"], scope) if _is_truth(fields["arg"]) else _literal_truth(node, scope)
        case "CoalesceExpr":
            return _coalesced(fields, scope)
        case _:
            term = term_of(node, scope)
            return Constant(term.value == "true") if isinstance(term, Literal) else Holds(term)


def term_of(node: Tree, scope: Scope) -> Term:
    """The value that an expression stands for; casts are looked through."""
    ((kind, fields),) = node.items()
    match kind:
        case "ColumnRef":
            parts = [part["String"]["sval"] for part in fields["fields"] if "String" in part]
            return scope.column(parts) if parts else Opaque("*")
        case "ParamRef":
            return Parameter(int(fields.get("number", 1)) - 1, f"${fields.get('number', 1)}")
        case "A_Const":
            return Literal(_constant(fields))
        case "TypeCast":
            return term_of(fields["arg"], scope)
        case "FuncCall":
            return _call(fields, scope)
        case "SubLink":
            return _scalar(fields, scope)
        case "SQLValueFunction":
            return Session("database user") if "USER" in fields["op"] or "ROLE" in fields["op"] else Opaque(fields["op"])
        case "A_Expr":
            return _operator(fields, scope)
        case "CoalesceExpr":
            return Opaque("coalesce", tuple(term_of(argument, scope) for argument in fields["args"]))
        case "BoolExpr" | "NullTest" | "BooleanTest":
            return Opaque("condition", (test_of(node, scope),))
        case "A_ArrayExpr":
            return Opaque("array", tuple(term_of(element, scope) for element in fields.get("elements", [])))
        case _:
            return Opaque(kind)


def query_of(select: Tree, outer: Scope) -> Query:
    """A SELECT as a query; a UNION is read by its left arm and marked incomplete."""
    if "larg" in select:
        left = query_of(select["larg"], outer)
        return Query(left.sources, left.where, left.output, left.arbitrary, complete=False)
    sources: list[tuple[str, str | None]] = []
    joined: list[Tree] = []
    complete = not ({"groupClause", "havingClause", "withClause", "valuesLists"} & set(select))
    for item in select.get("fromClause", []):
        complete &= _sources(item, outer, sources, joined)
    scope = Scope(
        relation_named=outer.relation_named,
        columns_of=outer.columns_of,
        sources=tuple(sources),
        outer=outer,
    )
    tests = [test_of(node, scope) for node in joined]
    if "whereClause" in select:
        tests.append(test_of(select["whereClause"], scope))
    output = tuple(term_of(target["ResTarget"]["val"], scope) for target in select.get("targetList", []) if "ResTarget" in target and "val" in target["ResTarget"])
    return Query(
        sources=tuple(sources),
        where=tests[0] if len(tests) == 1 else And(tuple(tests)),
        output=output,
        arbitrary="limitCount" in select and "sortClause" not in select,
        complete=complete,
    )


def _sources(item: Tree, scope: Scope, sources: list[tuple[str, str | None]], joined: list[Tree]) -> bool:
    """Adds what one FROM item reads; False where a part is not a plain relation."""
    ((kind, fields),) = item.items()
    if kind == "RangeVar":
        relation = scope.relation_named(fields.get("schemaname"), fields["relname"])
        sources.append((fields.get("alias", {}).get("aliasname", fields["relname"]), relation))
        return relation is not None
    if kind == "JoinExpr":
        complete = _sources(fields["larg"], scope, sources, joined) & _sources(fields["rarg"], scope, sources, joined)
        if "quals" in fields:
            joined.append(fields["quals"])
        return complete and fields.get("jointype") == "JOIN_INNER" and "usingClause" not in fields
    return False


def _comparison(fields: Tree, scope: Scope) -> Test:
    kind = fields["kind"]
    name = fields["name"][-1]["String"]["sval"] if fields.get("name") else ""
    if kind == "AEXPR_IN":
        items = fields["rexpr"]["List"]["items"] if "List" in fields["rexpr"] else []
        test: Test = Member(term_of(fields["lexpr"], scope), tuple(term_of(item, scope) for item in items))
        return Not(test) if name == "<>" else test
    if kind in ("AEXPR_OP_ANY", "AEXPR_OP_ALL"):
        among = term_of(fields["rexpr"], scope)
        left = term_of(fields["lexpr"], scope)
        if kind == "AEXPR_OP_ANY" and name == "=":
            items = among.parts if isinstance(among, Opaque) and among.what == "array" else (among,)
            return Member(left, among.query if isinstance(among, Subquery) else tuple(item for item in items if not isinstance(item, _TESTS)))
        return Compare(f"{name} {kind[9:]}", left, among)
    if kind == "AEXPR_OP" and "lexpr" in fields and name in ("->", "->>", "#>", "#>>"):
        return Holds(_operator(fields, scope))
    if "lexpr" not in fields or "rexpr" not in fields or "List" in fields.get("rexpr", {}):
        return Holds(Opaque(name))
    operator = {"AEXPR_DISTINCT": "is distinct from", "AEXPR_NOT_DISTINCT": "="}.get(kind, name)
    left, right = fields["lexpr"], fields["rexpr"]
    if operator in ("=", "<>") and _boolean_literal(right) is not None and not _is_plain(left):
        # (EXISTS (…)) = true
        same = _boolean_literal(right) == (operator == "=")
        return test_of(left, scope) if same else Not(test_of(left, scope))
    return _folded(Compare(operator, term_of(left, scope), term_of(right, scope)))


def _folded(test: Compare) -> Test:
    """1 = 1 and its like are constants."""
    if isinstance(test.left, Literal) and isinstance(test.right, Literal) and test.operator in ("=", "<>"):
        if test.left.value is None or test.right.value is None:
            return Constant(None)
        return Constant((test.left.value == test.right.value) == (test.operator == "="))
    return test


def _truth(fields: Tree, scope: Scope) -> Test:
    inner = test_of(fields["arg"], scope)
    match fields["booltesttype"]:
        case "IS_TRUE":
            return inner
        case "IS_FALSE":
            return Not(inner)
        case "IS_NOT_TRUE":
            return Not(inner)
        case "IS_NOT_FALSE":
            return inner
        case _:
            return Holds(Opaque(fields["booltesttype"]))


def _sublink(fields: Tree, scope: Scope) -> Test:
    query = query_of(fields["subselect"]["SelectStmt"], scope)
    match fields["subLinkType"]:
        case "EXISTS_SUBLINK":
            return Exists(query)
        case "ANY_SUBLINK":
            if fields.get("operName") and fields["operName"][-1]["String"]["sval"] != "=":
                return Holds(Opaque("ANY"))
            return Member(term_of(fields["testexpr"], scope), query)
        case _:
            term = _scalar(fields, scope)
            if isinstance(term, Opaque) and term.what == "condition" and isinstance(term.parts[0], _TESTS):
                return term.parts[0]
            return Holds(term)


def _scalar(fields: Tree, scope: Scope) -> Term:
    select = fields["subselect"]["SelectStmt"]
    if fields["subLinkType"] in ("EXPR_SUBLINK", "ARRAY_SUBLINK") and "fromClause" not in select and "whereClause" not in select:
        # (SELECT f()) is f(), evaluated once.
        targets = select.get("targetList", [])
        if len(targets) == 1:
            return term_of(targets[0]["ResTarget"]["val"], scope)
    if fields["subLinkType"] in ("EXISTS_SUBLINK", "ANY_SUBLINK"):
        return Opaque("condition", (_sublink(fields, scope),))
    return Subquery(query_of(select, scope))


def _call(fields: Tree, scope: Scope) -> Term:
    parts = [part["String"]["sval"] for part in fields["funcname"]]
    name = ".".join(part for part in parts if part != "pg_catalog")
    arguments = tuple(term_of(argument, scope) for argument in fields.get("args", []))
    if name in _SESSION:
        return _SESSION[name]
    if name in ("nullif", "coalesce") and arguments:
        return arguments[0]
    if name == "current_setting" and arguments and isinstance(arguments[0], Literal) and arguments[0].value:
        setting = arguments[0].value
        return _CLAIM_SETTINGS.get(setting, Setting(setting))
    if name in ("current_user", "session_user", "current_role"):
        return Session("database user")
    if name in ("jsonb_extract_path_text", "json_extract_path_text", "jsonb_extract_path") and arguments:
        path = tuple(a.value or "" for a in arguments[1:] if isinstance(a, Literal))
        return _reach(arguments[0], path)
    return Call(name, arguments)


def _operator(fields: Tree, scope: Scope) -> Term:
    name = fields["name"][-1]["String"]["sval"] if fields.get("name") else ""
    if fields.get("kind") == "AEXPR_NULLIF":
        return term_of(fields["lexpr"], scope)
    if name in ("->", "->>", "#>", "#>>") and "lexpr" in fields:
        right = term_of(fields["rexpr"], scope)
        if isinstance(right, Literal) and right.value is not None:
            steps = right.value.strip("{}").split(",") if name.startswith("#") else [right.value]
            return _reach(term_of(fields["lexpr"], scope), tuple(step.strip() for step in steps))
    parts = tuple(term_of(fields[side], scope) for side in ("lexpr", "rexpr") if side in fields and "List" not in fields[side])
    if fields.get("kind") != "AEXPR_OP" or name in ("=", "<>", "<", ">", "<=", ">=", "~~"):
        return Opaque("condition", (_comparison(fields, scope),))
    return Opaque(name, parts)


def _reach(base: Term, path: tuple[str, ...]) -> Term:
    if base == Session("claims"):
        return _CLAIM_PATHS.get(path, Claim(path))
    if isinstance(base, Claim):
        return Claim((*base.path, *path))
    return Opaque("->", (base, *(Literal(step) for step in path)))


def _coalesced(fields: Tree, scope: Scope) -> Test:
    """COALESCE(test, false) holds just when the test does; with true it also holds for NULL."""
    arguments = fields["args"]
    if len(arguments) == 2 and _boolean_literal(arguments[1]) is False:
        return test_of(arguments[0], scope)
    return Holds(Opaque("coalesce", tuple(term_of(argument, scope) for argument in arguments)))


def _literal_truth(node: Tree, scope: Scope) -> Test:
    value = _boolean_literal(node)
    return Holds(term_of(node, scope)) if value is None else Constant(value)


def _boolean_literal(node: Tree) -> bool | None:
    ((kind, fields),) = node.items()
    if kind == "A_Const":
        return _boolean(fields)
    if kind == "TypeCast" and "A_Const" in fields["arg"]:
        text = _constant(fields["arg"]["A_Const"])
        return {"t": True, "true": True, "f": False, "false": False}.get(text or "")
    return None


def _is_truth(node: Tree) -> bool:
    return next(iter(node)) in ("BoolExpr", "NullTest", "BooleanTest", "A_Expr", "SubLink", "FuncCall", "ColumnRef")


def _is_plain(node: Tree) -> bool:
    kind = next(iter(node))
    return kind in ("ColumnRef", "A_Const") or (kind == "TypeCast" and _is_plain(node["TypeCast"]["arg"]))


def _boolean(constant: Tree) -> bool | None:
    return bool(constant["boolval"].get("boolval", False)) if "boolval" in constant else None


def _constant(constant: Tree) -> str | None:
    if constant.get("isnull"):
        return None
    if "boolval" in constant:
        return "true" if constant["boolval"].get("boolval") else "false"
    if "ival" in constant:
        return str(constant["ival"].get("ival", 0))
    for kind in ("sval", "fval", "bsval"):
        if kind in constant:
            return str(constant[kind].get(kind, ""))
    return None


_TESTS = (Constant, Compare, Member, IsNull, Exists, Holds, And, Or, Not)
