"""What a DO block does: the statements in it that are sure to run, and whether the others can be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from pgassay.model.source import Tree
from pgassay.postgres.parse import expression, plpgsql, queries, walk
from pgassay.read.foretell.conditions import holds, is_in_the_way
from pgassay.read.foretell.deed import Deed
from pgassay.read.foretell.names import Names

#: Statements of PL/pgSQL that do nothing to a relation.
_IDLE = frozenset({"PLpgSQL_stmt_null", "PLpgSQL_stmt_getdiag", "PLpgSQL_stmt_assert"})
#: RAISE EXCEPTION, by its level.
_ERROR = 21

#: Tells what one statement does: its kind, its tree, its text.
Tell = Callable[[str, Tree, str], None]


class _Raised(Exception):
    """The block raises an error, and nothing of it stays."""


def block(text: str, names: Names, deed: Deed, tell: Tell, quiet: frozenset[str]) -> None:
    """Reads a DO block; what its text does not tell makes the deed unsure. `quiet` are the kinds of
    statements that do nothing to relations in use.
    """
    tree = plpgsql(text)
    if tree is None:
        deed.unsure()
        names.blur(text)
        return
    reading = _Block(names, deed, tell, quiet)
    try:
        for datum in tree.get("datums", []):
            for _, node in walk(datum.get("PLpgSQL_var", {}).get("default_val", {})):
                reading.asks(str(node.get("query", "")))
        reading.run([tree["action"]] if "action" in tree else [])
    except _Raised:
        deed.forget()
        deed.unsure()
        names.blur(text)


class _Block(msgspec.Struct):
    """A block as it is read: `over` once it has come to its end, or is not known to go on."""

    names: Names
    deed: Deed
    tell: Tell
    quiet: frozenset[str]
    over: bool = False

    def run(self, nodes: Sequence[Tree]) -> None:
        """What statements do, one after the other."""
        for place, node in enumerate(nodes):
            if self.over:
                return
            ((kind, body),) = node.items()
            match kind:
                case "PLpgSQL_stmt_block":
                    self._block(body)
                case "PLpgSQL_stmt_if":
                    self._if(body, nodes[place + 1 :])
                case "PLpgSQL_stmt_execsql":
                    self._statements(_query(body["sqlstmt"]), node)
                case "PLpgSQL_stmt_perform":
                    self._statements(_query(body["expr"]), node)
                case "PLpgSQL_stmt_dynexecute":
                    built = _text(expression(_query(body["query"])))
                    self._statements(built or "", node)
                case "PLpgSQL_stmt_assign":
                    self.asks(_query(body["expr"]).partition(":=")[2])
                case "PLpgSQL_stmt_raise" if body.get("elog_level") == _ERROR:
                    raise _Raised
                case "PLpgSQL_stmt_return" | "PLpgSQL_stmt_exit":
                    self.over = True
                case _:
                    if not self._is_idle([node]):
                        self._untold([node])

    def asks(self, text: str) -> None:
        """What an expression reads and calls."""
        for tree in queries(f"SELECT {text}") if text else ():
            for kind, fields in tree.items():
                self.tell(kind, fields, text)

    def _statements(self, text: str, node: Tree) -> None:
        trees = queries(text) if text else ()
        if not trees:
            self._untold([node])
        for tree in trees:
            for kind, fields in tree.items():
                self.tell(kind, fields, text)

    def _block(self, body: Tree) -> None:
        if "exceptions" not in body:
            self.run(body.get("body", []))
            return
        trees = [one for text in _texts(body.get("body", [])) for one in queries(text)]
        found = [is_in_the_way(kind, fields, self.names) for one in trees for kind, fields in one.items()]
        if True in found:
            # It fails, and what the handler does takes its place.
            handlers = [node for _, node in walk(body["exceptions"]) if "action" in node]
            for handler in handlers:
                if not self._is_idle(handler["action"]):
                    self._untold(handler["action"])
        elif None in found:
            self._untold(body.get("body", []))
        else:
            try:
                self.run(body.get("body", []))
            except _Raised:
                self._untold([{"PLpgSQL_stmt_block": body}])

    def _if(self, body: Tree, rest: Sequence[Tree]) -> None:
        branches = [(body["cond"], body.get("then_body", []))]
        for one in body.get("elsif_list", []):
            branches.append((one["PLpgSQL_if_elsif"]["cond"], one["PLpgSQL_if_elsif"].get("stmts", [])))
        for place, (condition, inside) in enumerate(branches):
            asked = _query(condition)
            held = holds(expression(asked), self.names)
            if held is None:
                self.asks(asked)
                left = [node for _, one in branches[place:] for node in one] + body.get("else_body", [])
                self._perhaps(left, rest)
                return
            if held:
                self.run(inside)
                return
        self.run(body.get("else_body", []))

    def _perhaps(self, nodes: Sequence[Tree], rest: Sequence[Tree]) -> None:
        """Statements of which nobody knows whether they run, and whether `rest` does behind them."""
        if not self._is_idle(nodes):
            self._untold(nodes)
        if any(name in ("PLpgSQL_stmt_return", "PLpgSQL_stmt_exit") for name, _ in walk(list(nodes))):
            self._untold(rest)
            self.over = True

    def _untold(self, nodes: Sequence[Tree]) -> None:
        self.deed.unsure()
        self.names.blur(" ".join(_texts(nodes)))

    def _is_idle(self, nodes: Sequence[Tree]) -> bool:
        """True for statements that do nothing to relations in use, whether they run or not."""
        for name, node in walk(list(nodes)):
            if name == "PLpgSQL_expr" and "query" in node:
                text = str(node["query"])
                trees = queries(text) or queries(f"SELECT {text.rpartition(':=')[2]}")
                if not trees or not all(self._is_quiet(tree) for tree in trees):
                    return False
            elif name in ("PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_commit", "PLpgSQL_stmt_rollback"):
                return False
        return True

    def _is_quiet(self, tree: Tree) -> bool:
        ((kind, fields),) = tree.items()
        if kind != "SelectStmt":
            return kind in self.quiet
        trial = Deed(self.names)
        calls = [node for name, node in walk(fields) if name in ("FuncCall", "RangeVar", "IntoClause")]
        return not calls and trial.whole


def _query(node: Tree) -> str:
    return str(node.get("PLpgSQL_expr", {}).get("query", ""))


def _texts(nodes: Iterable[Tree]) -> list[str]:
    """The queries in statements; behind the word EXECUTE where they are built."""
    found: list[str] = []
    for name, node in walk(list(nodes)):
        if name == "PLpgSQL_expr":
            found.append(str(node.get("query", "")))
        elif name == "PLpgSQL_stmt_dynexecute":
            found.append("EXECUTE")
    return found


def _text(tree: Any) -> str | None:
    """The text that an expression of constants is; None for all others."""
    if not isinstance(tree, dict):
        return None
    if "A_Const" in tree:
        return tree["A_Const"].get("sval", {}).get("sval")
    node = tree.get("A_Expr", {})
    if [part["String"]["sval"] for part in node.get("name", [])] != ["||"]:
        return None
    left, right = _text(node.get("lexpr")), _text(node.get("rexpr"))
    return left + right if left is not None and right is not None else None
