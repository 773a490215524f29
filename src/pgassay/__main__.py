"""`python -m pgassay` is the command line."""

from __future__ import annotations

from pgassay.cli import main

if __name__ == "__main__":
    main()
