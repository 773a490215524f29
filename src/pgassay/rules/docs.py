"""A rule's page, written from its docstring and its fixtures; run as a module it writes all of docs/rules."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pgassay.errors import ConfigError
from pgassay.rules.discover import named, rules
from pgassay.rules.rule import Rule


def page(name: str, fixtures: Path | None = None) -> str:
    """A rule's page in Markdown; with the folder of fixtures it shows what trips the rule, what does not, and
    the fix.

    Raises ConfigError when there is no such rule.
    """
    rule = named(name)
    if rule is None:
        raise ConfigError(f"there is no rule {name!r}; pgassay rules lists them")
    parts = [f"# {rule.name}", f"{rule.family}, {rule.severity.value} by default", *_paragraphs(rule)]
    if rule.live:
        parts.append(
            "It needs the statistics of a database in use. A folder of migrations that is replayed has none: "
            "there the rule is not asked."
        )
    if rule.assumes_tenancy:
        parts.append(
            "It rests on whose rows are whose: while that is inferred, a finding that nothing was executed "
            "for is at most high."
        )
    if rule.by_size:
        parts.append(
            "How bad it is grows with the table: where `--table-sizes` says that the table is small, it is "
            "low."
        )
    if rule.yields_to:
        parts.append(
            "Where a more specific rule speaks of the same object, it stands beside it: "
            + ", ".join(f"`{n}`" for n in rule.yields_to)
            + "."
        )
    if fixtures is not None:
        parts += _examples(fixtures / rule.name.replace("-", "_"))
    parts.append(
        "## When it is right as it is\n\n```sql\n"
        f"-- pgassay: ignore {rule.name}: the reason, which the report shows\n```\n\n"
        "above the statement, or the same in `pgassay.toml` under `[[ignore]]`."
    )
    return "\n\n".join(parts) + "\n"


def _paragraphs(rule: Rule) -> list[str]:
    return [
        " ".join(paragraph.split()) if not paragraph.lstrip().startswith(("-", "*")) else paragraph
        for paragraph in rule.doc.split("\n\n")
    ]


def _examples(folder: Path) -> list[str]:
    """What trips the rule, its message and fix, and the nearest thing that does not."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    first = expected[0]
    parts = [
        "## What trips it",
        *_given(folder),
        f"```sql\n{(folder / 'bad.sql').read_text('utf-8').strip()}\n```",
        f"> **{first['severity']}** {first['message']}",
    ]
    if first["fix"]:
        parts += ["## The fix", f"```sql\n{first['fix']}\n```"]
    parts += ["## What does not", f"```sql\n{(folder / 'good.sql').read_text('utf-8').strip()}\n```"]
    return parts


def _given(folder: Path) -> list[str]:
    """What earlier files made, where the rule is about a table in use."""
    base = folder / "base.sql"
    if not base.exists():
        return []
    return ["After", f"```sql\n{base.read_text('utf-8').strip()}\n```", "in an earlier file, this:"]


def write(root: Path) -> list[Path]:
    """Writes docs/rules below a checkout's root, removes pages of rules that are gone, returns the pages."""
    folder = root / "docs" / "rules"
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / f"{rule.name}.md" for rule in rules()]
    for path, rule in zip(written, rules(), strict=True):
        path.write_text(page(rule.name, root / "tests" / "rules"), "utf-8")
    index = folder / "README.md"
    index.write_text(_index(), "utf-8")
    for path in set(folder.glob("*.md")) - {*written, index}:
        path.unlink()
    return [*written, index]


def _index() -> str:
    lines = ["# The rules", ""]
    family = ""
    for rule in rules():
        if rule.family != family:
            family = rule.family
            lines += [f"\n## {family}\n", "| rule | severity | speaks when |", "|---|---|---|"]
        lines.append(f"| [{rule.name}]({rule.name}.md) | {rule.severity.value} | {rule.summary} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd()
    print(f"{len(write(where))} pages written to {where / 'docs' / 'rules'}")
