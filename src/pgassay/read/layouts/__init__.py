"""How each migration tool lays out its folder: which files it runs, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pgassay.read.layouts import plain, supabase


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One tool's layout. `take` splits a folder's files into those it runs, in order, and those it leaves
    with the reason.
    """

    name: str
    fits: Callable[[Path], bool]
    take: Callable[[Path], tuple[list[Path], list[tuple[Path, str]]]]


#: The first that fits a folder is its layout; the last fits every folder.
LAYOUTS = (
    Layout(name="supabase", fits=supabase.fits, take=supabase.take),
    Layout(name="plain", fits=plain.fits, take=plain.take),
)


def layout_of(folder: Path) -> Layout:
    """The layout of a migrations folder."""
    return next(layout for layout in LAYOUTS if layout.fits(folder))
