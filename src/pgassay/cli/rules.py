"""`pgassay rules`: the list of rules."""

from __future__ import annotations

import click
import msgspec

from pgassay.cli.output import print_out


@click.command(name="rules")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", help="Default: text.")
def command(format: str) -> None:
    """List the rules: name, severity and what each says, by family."""
    from pgassay.rules.discover import rules

    if format == "json":
        listed = [
            {
                "name": rule.name,
                "family": rule.family,
                "severity": rule.severity.value,
                "summary": rule.summary,
            }
            for rule in rules()
        ]
        print_out(msgspec.json.format(msgspec.json.encode(listed), indent=2).decode() + "\n")
        return
    width = max((len(rule.name) for rule in rules()), default=0)
    family = ""
    lines: list[str] = []
    for rule in rules():
        if rule.family != family:
            lines += ["", rule.family] if lines else [rule.family]
            family = rule.family
        lines.append(f"  {rule.name:<{width}}  {rule.severity.value:<8}  {rule.summary}")
    print_out("".join(f"{line}\n" for line in lines))
