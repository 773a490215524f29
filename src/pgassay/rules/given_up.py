"""Foreign keys that a migration took away and none brought back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pgassay.facts.tables.purposes import words
from pgassay.model.relations import Relation
from pgassay.model.source import Migration, Statement, Tree
from pgassay.read.names import plain_name
from pgassay.rules.context import Context

#: A foreign key's table, and its columns in order.
_Key = tuple[str, tuple[str, ...]]

#: In so few tables a word that half of them have can still be what they are for.
_FEW = 8


def given_up(context: Context) -> frozenset[tuple[str, str]]:
    """The columns (relation, name) whose foreign key a migration dropped, and all columns of a table that had
    foreign keys and has none any more: somebody decided to do without.

    By the names that the migrations use; a key of a table that was renamed in between is not found.
    """
    gone = _dropped(context.migrations)
    found: set[tuple[str, str]] = set()
    for relation in context.own_relations():
        keys = gone.get(plain_name(relation.identity), set())
        found |= {(relation.identity, columns[0]) for columns in keys if len(columns) == 1}
        if keys and not context.catalog.foreign_keys_of(relation.identity):
            found |= {(relation.identity, column.name) for column in relation.columns}
    return frozenset(found)


def lost(context: Context) -> frozenset[tuple[str, str]]:
    """The columns (relation, name) whose foreign key a statement states that was refused, or whose definition
    met an object of its name: other rules tell of that.
    """
    named = {plain_name(relation.identity): relation.identity for relation in context.own_relations()}
    found = {
        (named[table], columns[0])
        for failure in context.replay.failures
        for _, (table, columns) in _added(failure.statement)
        if table in named and len(columns) == 1
    }
    for one in context.replay.passed_over:
        for constraint in one.wanted.constraints if one.wanted is not None else ():
            if constraint.kind == "foreign key" and len(constraint.columns) == 1:
                found.add((one.existing.relation or one.existing.identity, constraint.columns[0]))
    return frozenset(found)


class Sisters:
    """The tables that did without a foreign key in the end, to be asked about tables like them."""

    def __init__(self, context: Context) -> None:
        self._gone = {
            (frozenset(words(table.rpartition(".")[2])), columns[0])
            for table, keys in _dropped(context.migrations).items()
            for columns in keys
            if len(columns) == 1
        }
        named = [frozenset(words(relation.name)) for relation in context.own_relations()]
        count = Counter(word for names in named for word in names)
        self._common = {word for word, times in count.items() if 2 * times > max(len(named), _FEW)}

    def gave_up(self, relation: Relation, column: str) -> bool:
        """True where a migration dropped the key over a column of this name from another table, whose name
        has a word of this one's that not half of the tables have.
        """
        own = set(words(relation.name)) - self._common
        return any(name == column and not own.isdisjoint(names) for names, name in self._gone)


def _dropped(migrations: tuple[Migration, ...]) -> dict[str, set[tuple[str, ...]]]:
    """By table, the columns of the foreign keys that were there and were dropped."""
    named: dict[tuple[str, str], _Key] = {}
    gone: dict[str, set[tuple[str, ...]]] = {}
    for migration in migrations:
        for statement in migration.statements:
            for name, (table, columns) in _added(statement):
                named[(table, name)] = (table, columns)
                gone.get(table, set()).discard(columns)
            for table, name in _taken(statement):
                key = named.get((table, name))
                if key is not None:
                    gone.setdefault(table, set()).add(key[1])
    return gone


def _taken(statement: Statement) -> Iterator[tuple[str, str]]:
    if statement.kind == "AlterTableStmt":
        for command in _commands(statement):
            if command.get("subtype") == "AT_DropConstraint":
                yield _table(statement.tree), str(command.get("name", ""))


def _added(statement: Statement) -> Iterator[tuple[str, _Key]]:
    """The foreign keys that a statement makes, by name; Postgres's own where it states none."""
    if statement.kind not in ("CreateStmt", "AlterTableStmt"):
        return
    table = _table(statement.tree)
    for part in _parts(statement):
        if "ColumnDef" in part:
            column = str(part["ColumnDef"].get("colname", ""))
            for one in part["ColumnDef"].get("constraints", []):
                yield from _foreign(table, one.get("Constraint", {}), (column,))
        elif "Constraint" in part:
            named = tuple(str(one["String"]["sval"]) for one in part["Constraint"].get("fk_attrs", []))
            yield from _foreign(table, part["Constraint"], named)


def _foreign(table: str, constraint: Tree, columns: tuple[str, ...]) -> Iterator[tuple[str, _Key]]:
    if constraint.get("contype") == "CONSTR_FOREIGN":
        usual = f"{table.rpartition('.')[2]}_{'_'.join(columns)}_fkey"
        yield str(constraint.get("conname") or usual), (table, columns)


def _parts(statement: Statement) -> list[Tree]:
    if statement.kind == "CreateStmt":
        return list(statement.tree.get("tableElts", []))
    return [command["def"] for command in _commands(statement) if "def" in command]


def _commands(statement: Statement) -> list[Tree]:
    return [one["AlterTableCmd"] for one in statement.tree.get("cmds", []) if "AlterTableCmd" in one]


def _table(tree: Tree) -> str:
    relation = tree.get("relation", {})
    schema = str(relation.get("schemaname", ""))
    name = str(relation.get("relname", ""))
    return plain_name(f"{schema}.{name}" if schema else name)
