"""What a shell offers for an argument that names rules."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def rule_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The rules, and where several may be named with commas, the families."""
    from pgassay.rules.discover import FAMILIES, rules

    before, comma, last = incomplete.rpartition(",")
    families = [] if parameter.name == "rule" else [CompletionItem(before + comma + one) for one in FAMILIES]
    named = [CompletionItem(before + comma + rule.name, help=rule.summary) for rule in rules()]
    return [item for item in (*families, *named) if item.value.startswith(before + comma + last)]
