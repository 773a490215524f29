"""Constants in parse trees."""

from __future__ import annotations

from pgassay.model.source import Tree


def boolean_literal(node: Tree) -> bool | None:
    """True or False where an expression is that literal, else None."""
    ((kind, fields),) = node.items()
    if kind == "A_Const":
        return boolean_of(fields)
    if kind == "TypeCast" and "A_Const" in fields["arg"]:
        text = constant_text(fields["arg"]["A_Const"])
        return {"t": True, "true": True, "f": False, "false": False}.get(text or "")
    return None


def is_truth(node: Tree) -> bool:
    """True for a node that can be a condition."""
    return next(iter(node)) in (
        "BoolExpr",
        "NullTest",
        "BooleanTest",
        "A_Expr",
        "SubLink",
        "FuncCall",
        "ColumnRef",
        "CoalesceExpr",
        "CaseExpr",
    )


def is_plain(node: Tree) -> bool:
    """True for a column or a constant, cast or not."""
    kind = next(iter(node))
    return kind in ("ColumnRef", "A_Const") or (kind == "TypeCast" and is_plain(node["TypeCast"]["arg"]))


def boolean_of(constant: Tree) -> bool | None:
    """The value of a boolean constant, else None."""
    return bool(constant["boolval"].get("boolval", False)) if "boolval" in constant else None


def constant_text(constant: Tree) -> str | None:
    """A constant as text; None for NULL."""
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
