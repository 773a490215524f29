"""The names that a set of migrations makes, as far as the parse tree tells: no server is asked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pgassay.model.names import quoted
from pgassay.model.source import Tree
from pgassay.read.foretell.named import NamedIndex, NamedRelation, NamedType

#: Schemas that are Postgres's own.
_SYSTEM = ("pg_catalog", "information_schema", "pg_temp")

_WORD = re.compile(r"\w+")
#: How SQL is put together from parts.
_BUILT = re.compile(r"\|\||%[IsL]")


class Names:
    """What is there while a set of migrations is read from its first file to its last."""

    def __init__(self) -> None:
        self.relations: dict[str, NamedRelation] = {}
        self.indexes: dict[str, NamedIndex] = {}
        self.types: dict[str, NamedType] = {}
        self.numbered: list[tuple[str, str]] = []
        self.bodies: dict[str, str] = {}
        self.gone: set[str] = set()
        #: Relations whose rows would have stopped a statement.
        self.empty: set[str] = set()
        self.temporary: set[str] = set()
        self.file = 0
        self._renamed: list[NamedRelation] = []
        #: Identities by name in lower case, of relations that were there once.
        self._called: dict[str, set[str]] = defaultdict(set)
        self.path: tuple[str, ...] = ("public",)
        #: False once something ran in this file that can have made a relation unseen.
        self.trusting = True

    def start_file(self, number: int, *, readable: bool) -> None:
        """Begins a file: what is there now is in use. Of a `readable` one every part parses."""
        self.file = number
        self.path = ("public",)
        self.temporary = set()
        self.trusting = readable
        for relation in self._renamed:
            relation.was = relation.identity
        self._renamed = []

    def find(self, node: Tree) -> NamedRelation | None:
        """The relation that a RangeVar names; None where it is not there, or not known which it is.

        A relation that no file made, and that no file took away, was there before all of them.
        """
        name = str(node.get("relname", ""))
        stated = node.get("schemaname")
        if "catalogname" in node or not name or (stated is None and name in self.temporary):
            return None
        schemas = (str(stated),) if stated else self.path
        for schema in schemas:
            known = self.relations.get(f"{quoted(schema)}.{quoted(name)}")
            if known is not None:
                return known
        if len(schemas) != 1 or not self.trusting or schemas[0] in _SYSTEM:
            return None
        return self._from_before(schemas[0], name)

    def _from_before(self, schema: str, name: str) -> NamedRelation | None:
        found = NamedRelation(schema=schema, name=name, known=False)
        identity = found.identity
        if identity in self.gone or identity in self.indexes:
            return None
        found.was = identity
        self._put(found)
        return found

    def find_named(self, parts: Sequence[str]) -> NamedRelation | None:
        """The relation of a dotted name."""
        if not 0 < len(parts) <= 2:
            return None
        schema = {"schemaname": parts[0]} if len(parts) == 2 else {}
        return self.find({"relname": parts[-1], **schema})

    def find_index(self, parts: Sequence[str]) -> NamedIndex | None:
        """The index of a dotted name, where a file made it."""
        schemas = (parts[0],) if len(parts) == 2 else self.path
        for schema in schemas:
            found = self.indexes.get(f"{quoted(schema)}.{quoted(parts[-1])}")
            if found is not None:
                return found
        return None

    def find_type(self, parts: Sequence[str]) -> NamedType | None:
        """The type of a dotted name, where a file made it."""
        schemas = (parts[0],) if len(parts) == 2 else self.path
        for schema in schemas:
            found = self.types.get(f"{quoted(schema)}.{quoted(parts[-1])}")
            if found is not None:
                return found
        return None

    def place(self, node: Tree) -> tuple[str, str]:
        """Where CREATE puts what a RangeVar names: schema and name."""
        schema = node.get("schemaname") or (self.path[0] if self.path else "public")
        return str(schema), str(node["relname"])

    def add(self, relation: NamedRelation) -> None:
        """Adds a relation that the running file makes."""
        relation.file = self.file
        relation.was = relation.identity
        self._put(relation)
        self.gone.discard(relation.identity)

    def remove(self, relation: NamedRelation) -> None:
        """Takes a relation away with its indexes, and what refers to it from elsewhere."""
        identity = relation.identity
        self.relations.pop(identity, None)
        self.gone.add(identity)
        for key in relation.indexes:
            self.indexes.pop(key, None)
        for other in self.referring(relation):
            other.constraints = {
                name: one for name, one in other.constraints.items() if one.references != identity
            }

    def rename(self, relation: NamedRelation, *, name: str | None = None, schema: str | None = None) -> None:
        """Gives a relation another name or schema; what points at it follows."""
        old = relation.identity
        referring, below = self.referring(relation), self._children(relation)
        self.relations.pop(old, None)
        self.gone.add(old)
        relation.name = name or relation.name
        relation.schema = schema or relation.schema
        relation.identify()
        new = relation.identity
        self._renamed.append(relation)
        self._put(relation)
        self.gone.discard(new)
        for key in relation.indexes:
            if key in self.indexes:
                self.indexes[key].relation = new
        for other in below:
            other.parent = new
        parent = self.relations.get(relation.parent or "")
        if parent is not None:
            parent.below.add(new)
        for one in relation.constraints.values():
            if one.references in self.relations:
                self.relations[one.references].referring.add(new)
        for other in referring:
            for one in other.constraints.values():
                if one.references == old:
                    one.references = new

    def add_index(self, index: NamedIndex) -> None:
        """Adds an index to its relation."""
        self.indexes[index.identity] = index
        relation = self.relations.get(index.relation)
        if relation is not None:
            relation.indexes.add(index.identity)

    def referring(self, relation: NamedRelation) -> list[NamedRelation]:
        """The relations with a foreign key to one."""
        identity = relation.identity
        return [
            other
            for name in sorted(relation.referring)
            if (other := self.relations.get(name)) is not None
            and any(one.references == identity for one in other.constraints.values())
        ]

    def _children(self, relation: NamedRelation) -> list[NamedRelation]:
        identity = relation.identity
        found = (self.relations.get(name) for name in sorted(relation.below))
        return [one for one in found if one is not None and one.parent == identity]

    def in_use(self, relation: NamedRelation) -> bool:
        """True for what was there before the running file."""
        return relation.file != self.file

    def below(self, relation: NamedRelation) -> Iterator[NamedRelation]:
        """The partitions and children of a relation, theirs included."""
        for other in self._children(relation):
            yield other
            yield from self.below(other)

    def has_default(self, relation: NamedRelation) -> bool:
        """Whether a partitioned table has, or can have, a DEFAULT partition."""
        return not relation.known or any(one.is_default for one in self._children(relation))

    def blur(self, text: str) -> None:
        """What a text names that is not read as a tree can have changed: nothing is sure of it any more.

        What it calls counts for it; SQL that it puts together names whatever there is.
        """
        self.trusting = False
        words = self._words(text)
        every = "execute" in words and _BUILT.search(text) is not None
        named = self.relations if every else {name for word in words for name in self._called.get(word, ())}
        for identity in named:
            if identity in self.relations:
                self.relations[identity].known = False

    def _put(self, relation: NamedRelation) -> None:
        self.relations[relation.identity] = relation
        self._called[relation.name.lower()].add(relation.identity)

    def _words(self, text: str) -> set[str]:
        words = set(_WORD.findall(text.lower()))
        asked = [name for name in words if name in self.bodies]
        while asked:
            further = set(_WORD.findall(self.bodies[asked.pop()].lower())) - words
            words |= further
            asked += [name for name in further if name in self.bodies]
        return words
