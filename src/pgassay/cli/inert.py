"""Text that the runner of a pipeline shows and does not obey."""

from __future__ import annotations

import os
import re

#: GitHub's runner reads commands from what a step prints: `::name` at the start of a line, and the older
#: `##[name]` anywhere in it.
_COMMAND = re.compile(r"^(\s*):(?=:)|(?<=##)\[", re.MULTILINE)


def inert(text: str) -> str:
    """On GitHub's runner, the text without what it would take for a command; elsewhere the text."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    return _COMMAND.sub(lambda match: f"{match.group(1) or ''}\ufffd", text)
