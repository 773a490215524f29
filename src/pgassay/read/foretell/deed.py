"""What one statement is foretold to do: locks, files written anew, rows read, and what it defines."""

from __future__ import annotations

from collections.abc import Iterable, Set

import msgspec

from pgassay.model.observed import Command, Effect, Look, stronger
from pgassay.read.foretell.named import NamedRelation
from pgassay.read.foretell.names import Names

#: A table is foretold to hold one row, which stands for all of them.
_WHOLE = 1


class _Done(msgspec.Struct):
    kind: str
    mode: str
    rewritten: bool = False
    scanned: bool = False
    files: int = 0


class Deed(msgspec.Struct):
    """What a statement does, as it is found out piece by piece.

    `whole` is false once a part of it cannot be told from its form; what is told of the others still holds.
    """

    names: Names
    commands: list[Command] = msgspec.field(default_factory=list[Command])
    error: tuple[str, str] | None = None
    whole: bool = True
    _done: dict[str, _Done] = msgspec.field(default_factory=dict[str, _Done])

    def locks(
        self, relation: NamedRelation | None, mode: str, *, below: bool = False, kind: str | None = None
    ) -> None:
        """Takes a lock on a relation that was in use before the file; with `below`, on its partitions too."""
        if relation is None:
            self.whole = False
            return
        for one in (relation, *(self.names.below(relation) if below else ())):
            if self.names.in_use(one):
                done = self._done.setdefault(one.was, _Done(kind or one.kind, mode))
                done.mode = stronger(done.mode, mode)

    def scans(
        self, relation: NamedRelation, *, below: bool = True, but: Iterable[NamedRelation] = ()
    ) -> None:
        """Reads all rows of a relation that it has locked; those of a partitioned one are its partitions',
        `but` some of them.
        """
        spared = {one.was for one in but}
        for one in self._parts(relation, below=below, spared=spared):
            one.scanned = True

    def rewrites(self, relation: NamedRelation, *, below: bool = True) -> None:
        """Reads all rows of a relation and writes its file and those of its indexes anew."""
        for one in self._parts(relation, below=below):
            one.scanned = one.rewritten = True

    def empties(self, relation: NamedRelation) -> None:
        """Gives a relation a new, empty file."""
        for one in self._parts(relation, below=True):
            one.rewritten = True

    def builds(self, relation: NamedRelation) -> None:
        """Writes an index of a relation anew."""
        for one in self._parts(relation, below=True):
            one.scanned, one.files = True, max(one.files, 1)

    def _parts(
        self, relation: NamedRelation, *, below: bool, spared: Set[str] = frozenset()
    ) -> Iterable[_Done]:
        found = (relation, *(self.names.below(relation) if below else ()))
        kept = (one.was for one in found if not one.partitioned and one.was not in spared)
        return [self._done[was] for was in kept if was in self._done]

    def says(
        self,
        tag: str,
        kind: str,
        identity: str,
        *,
        dropped: bool = False,
        was: Look | None = None,
        now: Look | None = None,
    ) -> None:
        """Notes one command, as the recorder would: two of one statement on a column are one change of it."""
        command = Command(tag=tag, kind=kind, identity=identity, dropped=dropped, was=was, now=now)
        place = self._same_column(command)
        if place is None:
            self.commands.append(command)
        else:
            first = self.commands[place].was
            self.commands[place] = msgspec.structs.replace(command, was=first)

    def _same_column(self, command: Command) -> int | None:
        """Where a change of the same column is noted that this one goes on from."""
        if command.kind != "table column" or command.dropped or command.now is None:
            return None
        for place, known in enumerate(self.commands):
            if (known.kind, known.identity, known.dropped) == (command.kind, command.identity, False):
                return place if known.now is not None else None
        return None

    def forget(self) -> None:
        """Takes back all that was found out: an error undoes it."""
        self._done.clear()
        self.commands.clear()

    def unsure(self) -> None:
        """Says that not all of what it does can be told."""
        self.whole = False

    def effects(self) -> tuple[Effect, ...]:
        """The effects on relations in use, by identity; tables whose rows were in the way hold none."""
        if self.error is not None:
            self.names.empty |= self._done.keys()
        return tuple(self._effect(identity, one) for identity, one in sorted(self._done.items()))

    def _effect(self, identity: str, one: _Done) -> Effect:
        rows = 0 if identity in self.names.empty else _WHOLE
        return Effect(
            relation=identity,
            kind=one.kind,
            mode=one.mode,
            files=max(one.files, int(one.rewritten)),
            rewritten=one.rewritten,
            scans=int(one.scanned),
            rows_read=rows if one.scanned else 0,
            rows=rows,
        )
