"""The types that a set of migrations gives its columns, to tell those of a relation that it does not make."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from pgassay.model.source import Statement, Tree
from pgassay.postgres.parse import walk
from pgassay.read.captured import Captured, captured
from pgassay.read.names import plain_name

#: Types of Postgres's own as the parser names them, and as messages do; of a serial that of a reference.
_TYPES = {
    **{name: name for name in ("uuid", "text", "date", "jsonb", "json", "numeric", "inet", "bytea")},
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "bool": "boolean",
    "serial": "integer",
    "bigserial": "bigint",
    "smallserial": "smallint",
    "float8": "double precision",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "varchar": "character varying",
}


class ColumnTypes:
    """What the columns of a set are: by relation and name, by name alone, and where foreign keys lead to."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        self._own: dict[tuple[str, str], str] = {}
        self._named: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._keys: defaultdict[str, dict[str, str]] = defaultdict(dict)
        kept = [one for one in statements if one.kind in ("CreateStmt", "AlterTableStmt")]
        for statement in kept:
            for column, kind in _columns(statement):
                self._own[_table(statement), column] = kind
                self._named[column][kind] += 1
        for statement in kept:
            for target, pairs in _references(statement):
                for column, key in pairs:
                    kind = self._own.get((_table(statement), column))
                    self._keys[target].setdefault(key, kind or self.of(key))

    def referenced(self, relation: str) -> dict[str, str]:
        """The columns of a relation that foreign keys lead to, with the types of what references them."""
        return dict(self._keys.get(relation, {}))

    @cached_property
    def _captured(self) -> list[Captured]:
        return list(captured(self._statements))

    def meant(self, relation: str) -> dict[str, str]:
        """The columns that sub-selects mean of a relation and would take from the relation around them, with
        the types of what they are compared with there, else of those of their name.

        A column that a statement adds to the relation itself is not one of them.
        """
        found: dict[str, str] = {}
        for one in self._captured:
            kinds = [
                self._own[name, one.column] for name in sorted(one.around) if (name, one.column) in self._own
            ]
            if one.relation != relation or (relation, one.column) in self._own or not kinds:
                continue
            like = (self._own.get((name, one.compared or "")) for name in sorted(one.around))
            found.setdefault(one.column, next((kind for kind in like if kind), kinds[0]))
        return found

    def keys_to(self, statement: Statement, relation: str) -> tuple[str, ...]:
        """The columns of a relation that a foreign key of the statement leads to; none where it has none."""
        if statement.kind not in ("CreateStmt", "AlterTableStmt"):
            return ()
        found = (pairs for target, pairs in _references(statement) if target == relation)
        return tuple(key for _, key in next(found, []))

    def of(self, column: str) -> str:
        """The type that columns of this name have most often; of a name that is nowhere, one that its ending
        goes with.
        """
        found = self._named.get(column)
        if found:
            return found.most_common(1)[0][0]
        if column == "id" or column.endswith("_id"):
            ids = Counter[str]()
            for name, kinds in self._named.items():
                if name == "id" or name.endswith("_id"):
                    ids += kinds
            return ids.most_common(1)[0][0] if ids else "uuid"
        return "timestamp with time zone" if column.endswith("_at") else "text"


def _table(statement: Statement) -> str:
    tree = statement.tree
    return _range(tree["relation"])


def _range(node: Tree) -> str:
    schema = node.get("schemaname")
    return plain_name(f"{schema}.{node['relname']}" if schema else str(node["relname"]))


def _columns(statement: Statement) -> Iterator[tuple[str, str]]:
    for name, node in walk(statement.tree):
        # ALTER COLUMN … TYPE gives a type and no name.
        if name == "ColumnDef" and "typeName" in node and "colname" in node:
            words = [part["String"]["sval"] for part in node["typeName"].get("names", [])]
            kind = _TYPES.get(words[-1] if words else "")
            if kind is not None:
                yield str(node["colname"]), kind + ("[]" if node["typeName"].get("arrayBounds") else "")


def _references(statement: Statement) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The foreign keys of a statement: the relation they lead to, and the pairs of columns."""
    column = ""
    for name, node in walk(statement.tree):
        if name == "ColumnDef":
            column = str(node.get("colname", ""))
        elif name == "Constraint" and node.get("contype") == "CONSTR_FOREIGN":
            own = _strings(node, "fk_attrs") or [column]
            keys = _strings(node, "pk_attrs") or ["id"]
            yield _range(node["pktable"]), list(zip(own, keys, strict=False))


def _strings(node: Mapping[str, object], field: str) -> list[str]:
    found: object = node.get(field, [])
    return [str(item["String"]["sval"]) for item in found] if isinstance(found, list) else []
