"""What pgassay raises when the work cannot go on.

    PgassayError
    ├── ConfigError         pgassay.toml or an option is wrong
    ├── SourceError         what was to be read cannot be read
    │   └── MigrationError  a migrations folder or file
    │       └── NotText     a file that is not UTF-8
    ├── ServerError         no Postgres to work on, or it went away
    └── PlanError           a step cannot be built

A fault in the user's schema is a `Finding`, never an exception.
"""

from __future__ import annotations


class PgassayError(Exception):
    """The root of everything pgassay raises on purpose; its text is fit for a user."""


class ConfigError(PgassayError):
    """A configuration file or an option says something pgassay does not understand."""


class SourceError(PgassayError):
    """A file or folder cannot be read."""


class MigrationError(SourceError):
    """A migrations folder or one of its files cannot be read."""


class NotText(MigrationError):
    """A file is not text in UTF-8: at `line`, for the reason `why`."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}:{line} {why}")
        self.line = line
        self.why = why


class ServerError(PgassayError):
    """There is no server to work on, it refused to start, or it went away."""


class PlanError(PgassayError):
    """A step cannot be built from what was asked."""
