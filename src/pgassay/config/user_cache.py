"""Where pgassay keeps what it would otherwise make again."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path | None:
    """Where this user's runs keep things for the next; None where it cannot be made, written or trusted."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    if not os.path.isabs(home):  # a user without a home
        return None
    folder = Path(home) / "pgassay"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Whoever owns the folder decides what our server runs, so it has to be us (not so under sudo -E).
        mine = folder.stat().st_uid == os.geteuid()
    except (OSError, RuntimeError):
        return None
    return folder if mine and os.access(folder, os.R_OK | os.W_OK | os.X_OK) else None
