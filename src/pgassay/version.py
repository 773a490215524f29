"""The version of this package, where it can be read without importing anything else."""

from __future__ import annotations

VERSION = "0.1.0"
