"""What SQL can change of a database, by the names in it."""

from __future__ import annotations

from collections.abc import Container, Iterable

from pgassay.postgres.parse import split_statements
from pgassay.read.names import names_mentioned

#: Statements that change nothing but the relations, roles and policies that they name.
_OF_RELATIONS = (
    *("AlterTableStmt", "IndexStmt", "DropStmt", "CreatePolicyStmt", "AlterPolicyStmt", "GrantStmt"),
    *("CommentStmt", "CreateTrigStmt", "RenameStmt"),
)


class _Everything:
    """Holds every name."""

    def __contains__(self, name: object) -> bool:
        return True


def changed_by(scripts: Iterable[str]) -> Container[str]:
    """The bare names of what statements can change; every name where one of them changes what others call."""
    names: set[str] = set()
    for script in scripts:
        for statement in split_statements(script, "fix")[0]:
            if statement.kind not in _OF_RELATIONS:
                return _Everything()
            names |= names_mentioned(statement)
    return names
