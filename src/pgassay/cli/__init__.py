"""The command line: arguments in, report and exit code out."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Runs the command that the arguments name and exits with its code.

    `--version` is answered before anything slow is imported, so that scripts may ask for it freely.
    """
    if sys.argv[1:] in (["--version"], ["-V"]):
        from pgassay.version import VERSION

        try:
            print(f"pgassay {VERSION}", flush=True)
        except OSError as error:
            from pgassay.cli.exit import COULD_NOT_RUN, unwritable

            print(f"pgassay: {unwritable(error)}", file=sys.stderr)
            sys.exit(COULD_NOT_RUN)
        return
    # A command makes much that it keeps and hardly a cycle: to look for those took a tenth of its time.
    gc.set_threshold(100_000, 20, 20)
    from pgassay.cli.exit import run

    sys.exit(run(sys.argv[1:]))
