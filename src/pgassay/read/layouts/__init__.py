"""How each migration tool lays out its folder: which files it runs, in which order, and what of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from pgassay.errors import MigrationError
from pgassay.read.layouts import (
    alembic,
    dbmate,
    drizzle,
    flyway,
    golang_migrate,
    goose,
    plain,
    prisma,
    sqitch,
    supabase,
)
from pgassay.read.layouts.parts import Parts, Taken, whole


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """One tool's layout. `take` says which files of a folder it runs, `parts` which text of a file is run
    forward and which takes it back.
    """

    name: str
    fits: Callable[[Path], bool]
    take: Callable[[Path], Taken]
    parts: Callable[[str], Parts] = whole


#: One that nobody finds out: what it runs is the project's own code, which somebody has to ask for.
ALEMBIC = Layout(name="alembic", fits=lambda _: False, take=alembic.take, parts=alembic.parts)

#: The first that fits a folder is its layout; the last but one fits every folder.
LAYOUTS = (
    Layout(name="prisma", fits=prisma.fits, take=prisma.take, parts=prisma.parts),
    Layout(name="drizzle", fits=drizzle.fits, take=drizzle.take, parts=drizzle.parts),
    Layout(name="sqitch", fits=sqitch.fits, take=sqitch.take, parts=sqitch.parts),
    Layout(name="goose", fits=goose.fits, take=goose.take, parts=goose.parts),
    Layout(name="dbmate", fits=dbmate.fits, take=dbmate.take, parts=dbmate.parts),
    Layout(
        name="golang-migrate",
        fits=golang_migrate.fits,
        take=golang_migrate.take,
        parts=golang_migrate.parts,
    ),
    Layout(name="flyway", fits=flyway.fits, take=flyway.take),
    Layout(name="supabase", fits=supabase.fits, take=supabase.take),
    Layout(name="plain", fits=plain.fits, take=plain.take),
    ALEMBIC,
)

NAMES = tuple(layout.name for layout in LAYOUTS)


def layout_of(folder: Path, name: str = "auto") -> Layout:
    """The layout of a migrations folder: the one of that name, or the first that fits.

    Raises MigrationError for a name that none has.
    """
    if name == "auto":
        return next(layout for layout in LAYOUTS if layout.fits(folder))
    for layout in LAYOUTS:
        if layout.name == name:
            return layout
    raise MigrationError(f"layout {name!r} is not known; known are {', '.join(NAMES)}")
