"""`pgassay explain`: the page of one rule."""

from __future__ import annotations

import click

from pgassay.cli.completing import rule_names
from pgassay.cli.output import print_markdown
from pgassay.model.names import nearest


@click.command(name="explain")
@click.argument("rule", shell_complete=rule_names)
@click.option("--no-color", is_flag=True, help="No colours (as NO_COLOR does).")
def command(rule: str, no_color: bool) -> None:
    """Print the page of RULE: what it means, when it speaks, and what to do."""
    from pgassay.rules.discover import rules
    from pgassay.rules.docs import page
    from pgassay.rules.ignores import PAGES

    known = [*(item.name for item in rules()), *PAGES]
    if rule not in known:
        raise click.UsageError(
            f"there is no rule {rule!r}{nearest(rule, known)}; 'pgassay rules' lists them all"
        )
    print_markdown(PAGES.get(rule) or page(rule), no_color=no_color)
