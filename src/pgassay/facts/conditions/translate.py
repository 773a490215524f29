"""Parse trees of expressions and queries to conditions."""

from __future__ import annotations

from msgspec.structs import replace

from pgassay.facts.conditions.from_clause import FromClause
from pgassay.facts.conditions.literals import boolean_literal, boolean_of, constant_text, is_plain, is_truth
from pgassay.facts.conditions.rewrite import TESTS, simplified
from pgassay.facts.conditions.scope import Scope
from pgassay.facts.conditions.session import of_session, reached
from pgassay.facts.conditions.unknown import unknown
from pgassay.facts.conditions.values import (
    And,
    Call,
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
    Subquery,
    Term,
    Test,
    folded,
)
from pgassay.model.source import Tree

__all__ = ["Scope", "query_of", "term_of", "test_of"]


def test_of(node: Tree, scope: Scope) -> Test:
    """The condition that a boolean expression states."""
    ((kind, fields),) = node.items()
    match kind:
        case "BoolExpr":
            parts = tuple(test_of(argument, scope) for argument in fields["args"])
            return (
                {"AND_EXPR": And, "OR_EXPR": Or}[fields["boolop"]](parts)
                if fields["boolop"] != "NOT_EXPR"
                else Not(parts[0])
            )
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
            return Constant(boolean_of(fields))
        case "TypeCast":
            return test_of(fields["arg"], scope) if is_truth(fields["arg"]) else _literal_truth(node, scope)
        case "CoalesceExpr":
            return _coalesced(fields, scope)
        case "CaseExpr":
            return _case(fields, scope)
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
            return Literal(constant_text(fields))
        case "TypeCast":
            return term_of(fields["arg"], scope)
        case "FuncCall":
            return _call(fields, scope)
        case "SubLink":
            return _scalar(fields, scope)
        case "SQLValueFunction":
            return (
                Session("database user")
                if "USER" in fields["op"] or "ROLE" in fields["op"]
                else Opaque(fields["op"])
            )
        case "A_Expr":
            return _operator(fields, scope)
        case "CoalesceExpr":
            return simplified("coalesce", tuple(term_of(argument, scope) for argument in fields["args"]))
        case "CaseExpr":
            values = [term_of(when["CaseWhen"]["result"], scope) for when in fields["args"]]
            values += [term_of(fields["defresult"], scope)] if "defresult" in fields else []
            return simplified("case", tuple(values))
        case "A_Indirection":
            return Opaque("element", (term_of(fields["arg"], scope),))
        case "BoolExpr" | "NullTest" | "BooleanTest":
            return Opaque("condition", (test_of(node, scope),))
        case "A_ArrayExpr":
            return Opaque("array", tuple(term_of(element, scope) for element in fields.get("elements", [])))
        case _:
            return Opaque(kind)


def query_of(select: Tree, outer: Scope) -> Query:
    """A SELECT as a query; of a UNION its left arm. Where a part was left out, `complete` is false.

    A function in FROM stands for its values; what an outer join asks for is left out, since its rows come all
    the same.
    """
    if "larg" in select:
        return replace(query_of(select["larg"], outer), complete=False)
    found = FromClause(outer, term_of)
    found.complete = not ({"groupClause", "havingClause", "withClause", "valuesLists"} & set(select))
    for item in select.get("fromClause", []):
        found.add(item)
    scope = Scope(
        relation_named=outer.relation_named,
        columns_of=outer.columns_of,
        sources=tuple(found.sources),
        variables=found.values or None,
        outer=outer,
    )
    tests = [test_of(node, scope) for node in found.joined]
    if "whereClause" in select:
        tests.append(test_of(select["whereClause"], scope))
    targets = [target["ResTarget"] for target in select.get("targetList", []) if "ResTarget" in target]
    return Query(
        sources=tuple(found.sources),
        where=tests[0] if len(tests) == 1 else And(tuple(tests)),
        output=tuple(term_of(target["val"], scope) for target in targets if "val" in target),
        arbitrary="limitCount" in select and "sortClause" not in select,
        complete=found.complete,
    )


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
            return Member(
                left,
                among.query
                if isinstance(among, Subquery)
                else tuple(item for item in items if not isinstance(item, TESTS)),
            )
        return Compare(f"{name} {kind[9:]}", left, among)
    if kind == "AEXPR_OP" and "lexpr" in fields and name in ("->", "->>", "#>", "#>>"):
        return Holds(_operator(fields, scope))
    if "lexpr" not in fields or "rexpr" not in fields or "List" in fields.get("rexpr", {}):
        return Holds(Opaque(name))
    left, right = fields["lexpr"], fields["rexpr"]
    if kind in ("AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT"):
        if (wanted := boolean_literal(right)) is not None and not is_plain(left):
            return _is(test_of(left, scope), truth=wanted, negated=kind == "AEXPR_DISTINCT")
        one, other = term_of(left, scope), term_of(right, scope)
        same = Or((Compare("=", one, other), And((IsNull(one), IsNull(other)))))
        return same if kind == "AEXPR_NOT_DISTINCT" else Not(same)
    if name in ("=", "<>") and boolean_literal(right) is not None and not is_plain(left):
        # (EXISTS (…)) = true
        same = boolean_literal(right) == (name == "=")
        return test_of(left, scope) if same else Not(test_of(left, scope))
    return folded(Compare(name, term_of(left, scope), term_of(right, scope)))


def _truth(fields: Tree, scope: Scope) -> Test:
    inner = test_of(fields["arg"], scope)
    kind = fields["booltesttype"]
    if kind == "IS_UNKNOWN":
        return unknown(inner)
    if kind == "IS_NOT_UNKNOWN":
        return Not(unknown(inner))
    return _is(inner, truth="TRUE" in kind, negated="NOT" in kind)


def _is(test: Test, *, truth: bool, negated: bool) -> Test:
    """test IS [NOT] TRUE, test IS [NOT] FALSE."""
    never = Not(test if truth else Not(test), unknown=True)
    return never if negated else Not(never)


def _sublink(fields: Tree, scope: Scope) -> Test:
    return _of_select(fields, fields["subselect"]["SelectStmt"], scope)


def _of_select(fields: Tree, select: Tree, scope: Scope) -> Test:
    """EXISTS, IN or a scalar sub-select that stands as a condition; a UNION is either of its arms."""
    kind = fields["subLinkType"]
    if "larg" in select and kind in ("EXISTS_SUBLINK", "ANY_SUBLINK") and select.get("op") == "SETOP_UNION":
        return Or((_of_select(fields, select["larg"], scope), _of_select(fields, select["rarg"], scope)))
    query = query_of(select, scope)
    if kind == "EXISTS_SUBLINK":
        return Exists(query)
    if kind == "ANY_SUBLINK":
        if fields.get("operName") and fields["operName"][-1]["String"]["sval"] != "=":
            return Holds(Opaque("ANY"))
        # IN (SELECT f()) and IN (SELECT … FROM f()) ask for one of the values that f gives.
        values = not query.sources and query.complete and query.where == And(())
        return Member(term_of(fields["testexpr"], scope), query.output if values else query)
    term = _scalar(fields, scope)
    if isinstance(term, Opaque) and term.what == "condition" and isinstance(term.parts[0], TESTS):
        return term.parts[0]
    return Holds(term)


def _scalar(fields: Tree, scope: Scope) -> Term:
    select = fields["subselect"]["SelectStmt"]
    if (
        fields["subLinkType"] in ("EXPR_SUBLINK", "ARRAY_SUBLINK")
        and "fromClause" not in select
        and "whereClause" not in select
    ):
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
    return of_session(name, arguments) or Call(name, arguments)


def _operator(fields: Tree, scope: Scope) -> Term:
    name = fields["name"][-1]["String"]["sval"] if fields.get("name") else ""
    if fields.get("kind") == "AEXPR_NULLIF":
        return term_of(fields["lexpr"], scope)
    if name in ("->", "->>", "#>", "#>>") and "lexpr" in fields:
        right = term_of(fields["rexpr"], scope)
        if isinstance(right, Literal) and right.value is not None:
            steps = right.value.strip("{}").split(",") if name.startswith("#") else [right.value]
            return reached(term_of(fields["lexpr"], scope), tuple(step.strip() for step in steps))
    parts = tuple(
        term_of(fields[side], scope)
        for side in ("lexpr", "rexpr")
        if side in fields and "List" not in fields[side]
    )
    if fields.get("kind") != "AEXPR_OP" or name in ("=", "<>", "<", ">", "<=", ">=", "~~"):
        return Opaque("condition", (_comparison(fields, scope),))
    return Opaque(name, parts)


def _coalesced(fields: Tree, scope: Scope) -> Test:
    """COALESCE(test, false) holds just when the test does; with true it also holds for NULL."""
    first, *rest = fields["args"]
    if len(rest) == 1 and boolean_literal(rest[0]) is not None:
        test = test_of(first, scope)
        wanted = boolean_literal(rest[0]) is False
        return _is(test, truth=wanted, negated=not wanted)
    return Holds(Opaque("coalesce", tuple(term_of(argument, scope) for argument in fields["args"])))


def _case(fields: Tree, scope: Scope) -> Test:
    """CASE WHEN a THEN x ELSE y holds where a and x do, or y does and a does not."""
    if "arg" in fields:
        return Holds(Opaque("case"))
    ways: list[Test] = []
    earlier: list[Test] = []
    for when in fields["args"]:
        test = test_of(when["CaseWhen"]["expr"], scope)
        ways.append(And((*earlier, test, test_of(when["CaseWhen"]["result"], scope))))
        earlier.append(Not(test))
    if "defresult" in fields:
        ways.append(And((*earlier, test_of(fields["defresult"], scope))))
    return Or(tuple(ways))


def _literal_truth(node: Tree, scope: Scope) -> Test:
    value = boolean_literal(node)
    return Holds(term_of(node, scope)) if value is None else Constant(value)
