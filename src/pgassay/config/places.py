"""Where a project begins and ends: what came with it can lead elsewhere."""

from __future__ import annotations

from pathlib import Path


def project_of(folder: Path) -> Path:
    """Where the project of a folder begins: the nearest folder at or above it with `.git`, else itself."""
    real = folder.resolve()
    return next((one for one in (real, *real.parents) if (one / ".git").exists()), real)


def lies_in(path: Path, project: Path) -> bool:
    """Whether a path, and what it leads to, is in the project: a link can lead to what is somebody else's."""
    try:
        return path.resolve().is_relative_to(project)
    except (OSError, RuntimeError):  # links that lead to each other
        return False
