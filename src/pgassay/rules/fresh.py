"""What the new migrations bring: matters of taste are said while they can still be changed for nothing."""

from __future__ import annotations

from pgassay.model.ref import Ref
from pgassay.rules.context import Context


def is_fresh(context: Context, ref: Ref) -> bool:
    """True for what one of the new migrations shaped, or the only migration there is."""
    if len(context.migrations) == 1:
        return True
    new = context.watched.is_new_file
    return any(new(statement.location.file) for statement in context.origins.of(ref))
