"""The settings a project can state, with the defaults that stand where it states nothing."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import Literal

import msgspec

from pgassay.config.places import lies_in, project_of
from pgassay.errors import ConfigError
from pgassay.model.finding import Severity
from pgassay.model.names import nearest

Names = tuple[str, ...]


class TenancyRelation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the rows of one relation belong to a tenant: by a column, by a path of keys, or not at all."""

    column: str | None = None
    via: str | None = None
    scope: Literal["none"] | None = None


class Tenancy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose rows are whose. None or empty means: not stated, so inferred. Relations are identities."""

    mode: Literal["tenant", "owner", "none"] | None = None
    table: str | None = None
    column: Names = ()
    membership: str | None = None
    claims: Names = ()
    settings: Names = ()
    publish: Names = ()
    reference: Names = ()
    global_rows: Names = ()
    dead_letters: Names = ()
    platform_roles: Names = ()
    public_functions: Names = ()
    relations: dict[str, TenancyRelation] = {}


class Expect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must be there. `rls` is "all" or the relations; `policies` and `columns` count per relation."""

    rls: str | Names | None = None
    policies: dict[str, int] = {}
    published: dict[str, Names] = {}
    columns: dict[str, int] = {}


class RuleSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `[rules.<name>]` says; `options` holds every key that is the rule's own."""

    severity: Severity | None = None
    enabled: bool = True
    options: dict[str, object] = {}


class IgnoreEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A finding that is right as it is, and why; `line` is where the file says so."""

    rule: str
    object: str
    reason: str
    line: int | None = None

    def covers(self, rule: str, identity: str) -> bool:
        """True for that rule's findings on the object, named with its schema or, in public, without."""
        return self.rule == rule and identity in (self.object, f"public.{self.object}")


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a project states. `file` is where it was read; None when nothing was found."""

    migrations: Names = ()
    baseline_schema: str | None = None
    table_sizes: str | None = None
    platform: Literal["auto", "plain", "supabase"] = "auto"
    postgres: str | None = None
    code: Names = ()
    client_roles: Names = ()
    tenancy: Tenancy = Tenancy()
    expect: Expect = Expect()
    rules: dict[str, RuleSettings] = {}
    ignore: tuple[IgnoreEntry, ...] = ()
    file: Path | None = None

    @property
    def postgres_major(self) -> int | None:
        """The stated major version of the server in production, or None."""
        return int(self.postgres.partition(".")[0]) if self.postgres else None

    @property
    def folder(self) -> Path:
        """The folder that `migrations` and `code` are relative to."""
        return self.file.parent if self.file else Path()

    def migration_paths(self) -> tuple[str, ...]:
        """The stated migrations, as paths from the working directory.

        Raises ConfigError for one outside the project: the file can be a stranger's too.
        """
        return tuple(self._inside("migrations", path) for path in self.migrations)

    def baseline_path(self) -> str | None:
        """The stated dump of the schema before the first migration, as a path from the working directory.

        Raises ConfigError for one outside the project.
        """
        return self._inside("baseline_schema", self.baseline_schema) if self.baseline_schema else None

    def sizes_path(self) -> str | None:
        """The stated file of table sizes, as a path from the working directory.

        Raises ConfigError for one outside the project.
        """
        return self._inside("table_sizes", self.table_sizes) if self.table_sizes else None

    def _inside(self, key: str, path: str) -> str:
        project = project_of(self.folder)
        if not lies_in(self.folder / path, project) and (project / ".git").exists():
            raise ConfigError(f"{self.file}: {key}: {path!r} leads out of the project, {project}")
        return os.path.relpath(self.folder / path)

    def severity_of(self, rule: str, default: Severity) -> Severity:
        """The severity stated for a rule, or `default`."""
        stated = self.rules.get(rule)
        return default if stated is None or stated.severity is None else stated.severity

    def enabled(self, rule: str) -> bool:
        """False when `[rules.<name>]` switches the rule off."""
        stated = self.rules.get(rule)
        return stated is None or stated.enabled

    def ignored(self, rule: str, identity: str) -> IgnoreEntry | None:
        """The first entry that covers this rule's finding on the object, or None."""
        return next((entry for entry in self.ignore if entry.covers(rule, identity)), None)

    def check_rules(self, known: Collection[str]) -> None:
        """Nothing, when every rule named here is known. Raises ConfigError with the nearest name."""
        named = [(name, f"[rules.{name}]") for name in self.rules]
        named += [(entry.rule, f"[[ignore]] for {entry.object}") for entry in self.ignore]
        for name, place in named:
            if name not in known:
                where = f"{self.file}: " if self.file else ""
                raise ConfigError(f"{where}{place}: there is no rule {name!r}{nearest(name, known)}")
