"""Secrets that open nothing, or not for long, by their names."""

from __future__ import annotations

import re

from pgassay.model.relations import Column


def is_prompt(column: Column) -> bool:
    """True for a prompt: worth hiding, but no key to anything."""
    return column.name.lower().endswith("prompt")


def is_proof(column: Column) -> bool:
    """True for a token that somebody publishes or sends back to prove an address: no key to anything."""
    return bool(re.search(r"(^|_)(verification|verify|confirmation)_(token|code)$", column.name, re.I))


def is_link(column: Column) -> bool:
    """True for a token called no more than that: whoever has the link or the invitation sends it back."""
    return column.name.lower() == "token"
