"""Which tables a statement changes whole: by an UPDATE or DELETE that asks nothing of a row."""

from __future__ import annotations

from collections.abc import Iterator

from pgassay.model.observed import Effect, Observation
from pgassay.model.source import Statement, Tree
from pgassay.postgres.parse import walk

#: The statements that run others which stand in their WITH.
_RUNNING = ("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CreateTableAsStmt")


def touched_whole(one: Observation, kind: str) -> Iterator[Effect]:
    """The tables in use that an UPDATE or DELETE without a condition changed, also one that the statement ran
    inside or holds in its WITH.
    """
    names = {
        str(tree["relation"]["relname"])
        for statement in one.statements
        for tree in _of_kind(statement, kind)
        if "whereClause" not in tree or is_always(tree["whereClause"])
    }
    for effect in one.effects:
        changed = effect.mode == "ROW EXCLUSIVE" and effect.kind == "table"
        # A name that format() fills in is not known from the text.
        if changed and not names.isdisjoint({effect.relation.rpartition(".")[2].strip('"'), "%I", "%s"}):
            yield effect


def _of_kind(statement: Statement, kind: str) -> Iterator[Tree]:
    if statement.kind == kind:
        yield statement.tree
    if statement.kind in _RUNNING:
        yield from (node for name, node in walk(statement.tree) if name == kind)


def is_always(node: Tree) -> bool:
    """True for a condition that holds whatever the row is: true, 1 = 1, and what is made of such."""
    ((name, fields),) = node.items()
    match name:
        case "A_Const":
            return bool(fields.get("boolval", {}).get("boolval"))
        case "TypeCast":
            word = fields["arg"].get("A_Const", {}).get("sval", {}).get("sval")
            return word in ("t", "true") or is_always(fields["arg"])
        case "BoolExpr" if fields["boolop"] != "NOT_EXPR":
            joined = all if fields["boolop"] == "AND_EXPR" else any
            return joined(is_always(part) for part in fields["args"])
        case "A_Expr" if fields["name"][-1]["String"]["sval"] == "=" and fields["kind"] == "AEXPR_OP":
            left, right = (fields[side].get("A_Const") for side in ("lexpr", "rexpr"))
            return left is not None and right is not None and _value(left) == _value(right) != {}
        case _:
            return False


def _value(constant: Tree) -> Tree:
    """A constant without its place; empty for NULL, which equals nothing."""
    return {name: field for name, field in constant.items() if name not in ("location", "isnull")}
