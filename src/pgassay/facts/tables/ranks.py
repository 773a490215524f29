"""Ranks that stand above tenants by their name."""

from __future__ import annotations

import re

_ABOVE = re.compile(
    r"^(super|platform|system|root|global)[ _-]?(admin|administrator|user|owner|staff|operator)?s?$", re.I
)


def is_above(word: str) -> bool:
    """True for the name of a rank that no tenant has to give: super_admin, platform staff."""
    return bool(_ABOVE.match(word))


__all__ = ["is_above"]
