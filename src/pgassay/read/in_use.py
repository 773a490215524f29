"""The relations in use while a file runs, and the files that each keeps its rows and indexes in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import cache
from importlib import resources
from typing import Any

import msgspec
import psycopg
from msgspec.structs import replace

from pgassay.model.observed import Effect, stronger
from pgassay.postgres.connect import run


class _File(msgspec.Struct, frozen=True):
    """A file of a relation in use: of the table itself, an index, or its TOAST table."""

    node: int | None
    relation: int
    identity: str
    kind: str


class InUse:
    """What was there when a file began, by the oid that each file belongs to."""

    def __init__(self, files: Mapping[int, _File] | None = None) -> None:
        self._files = dict(files or {})

    @classmethod
    def read(cls, admin: psycopg.Connection[Any]) -> InUse:  # Any: rows of queries that differ
        """What a database holds now."""
        return cls({row[0]: _File(*row[1:]) for row in run(admin, text_of("live.sql"))})

    @property
    def relations(self) -> Set[str]:
        """The identities of the relations."""
        return {file.identity for file in self._files.values()}

    def tables(self, start: str = "") -> list[str]:
        """The identities of the tables, sorted; with `start` those that begin with it, as with a schema."""
        found = {file.identity for file in self._files.values() if file.kind == "table"}
        return sorted(one for one in found if one.startswith(start))

    def effects(self, locked: Mapping[int, tuple[Sequence[str], int | None]]) -> dict[int, Effect]:
        """By relation in use, the strongest lock on it or its indexes, and the files that were replaced.

        `locked` has the modes held on a file and the node it has now.
        """
        strongest: dict[int, str] = {}
        replaced: dict[int, list[int]] = defaultdict(list)
        for file, (held, node) in locked.items():
            known = self._files.get(file)
            if known is None:
                continue
            for mode in map(_words, held):
                strongest[known.relation] = stronger(strongest.get(known.relation, mode), mode)
            if None not in (node, known.node) and node != known.node:
                replaced[known.relation].append(file)
                self._files[file] = replace(known, node=node)
        return {
            relation: Effect(
                relation=self._files[relation].identity,
                kind=self._files[relation].kind,
                mode=mode,
                files=len(replaced[relation]),
                rewritten=relation in replaced[relation],
            )
            for relation, mode in strongest.items()
            if relation in self._files
        }

    def effects_seen(self, modes: Mapping[int, Set[str]], now: InUse) -> dict[int, Effect]:
        """The effects of what was watched from outside, and what is there `now` that it is over."""
        nodes = {file: known.node for file, known in now._files.items()}
        seen = {file: (sorted(modes.get(file, ())), nodes.get(file)) for file in {*modes, *nodes}}
        effects = self.effects(seen)
        # An index that was built anew beside the old one is a file that was not there before.
        owners = {known.relation for known in self._files.values()}
        self._files = {file: known for file, known in now._files.items() if known.relation in owners}
        return effects

    def replaced(self, now: InUse) -> list[str]:
        """The relations whose own file is another one `now`, which is what counts from here on."""
        found = [
            known.identity
            for file, known in self._files.items()
            if file == known.relation and file in now._files and now._files[file].node != known.node
        ]
        self._files = {file: now._files.get(file, known) for file, known in self._files.items()}
        return found


def _words(mode: str) -> str:
    """AccessExclusiveLock as ACCESS EXCLUSIVE."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", mode.removesuffix("Lock")).upper()


@cache
def text_of(name: str) -> str:
    """The text of a query file beside this module."""
    return resources.files("pgassay.read").joinpath(name).read_text("utf-8")
