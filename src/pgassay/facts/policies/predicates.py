"""What a policy tests: the tenant, the owner, a flag, nothing."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Asks(StrEnum):
    """What one atom of a predicate asks."""

    TENANT = "the row's tenant is one of the session's"
    OWNER = "the row's user is the session's"
    NULL_TENANT = "the row has no tenant"
    PARENT = "the row's parent passes a test"
    FLAG = "a column has a fixed value"
    ADMIN = "the session's user has a role"
    SERVICE = "the session is a service"
    SIGNED_IN = "somebody is signed in"
    EDITABLE = "a claim that its owner can edit"
    OTHER = "something else"


class Atom(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a predicate asks; `column` is the row's column it is about.

    For PARENT, `parent` is the relation looked up and `inner` how its row can pass; `as_caller` is true where
    it is looked up with the rights of whoever asks, so that its own policies hold. `function` is the helper
    that asks, `value` what a column or a claim is held to, `arbitrary` true where any one of several values
    is taken. `claim` is the path of an EDITABLE one, ("user_metadata", "tenant_id"). `member` is true for an
    ADMIN that is no more than a member of some tenant.
    """

    asks: Asks
    column: str | None = None
    negated: bool = False
    parent: str | None = None
    inner: tuple[Branch, ...] = ()
    function: str | None = None
    value: str | None = None
    arbitrary: bool = False
    as_caller: bool = False
    claim: tuple[str, ...] = ()
    member: bool = False

    @property
    def of_a_user(self) -> bool:
        """True when it never holds where nobody is signed in; to send a header along takes no user."""
        return self.asks in _OF_A_USER and not is_sent_along(self.claim)


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """One way for a row to pass: all its atoms hold together."""

    atoms: tuple[Atom, ...]

    def asks(self, what: Asks) -> bool:
        """True when an atom of this branch asks that, not negated."""
        return any(atom.asks is what and not atom.negated for atom in self.atoms)

    @property
    def binds_tenant(self) -> bool:
        """True when every row that passes is of one of the session's tenants."""
        return any(
            not atom.negated
            and (atom.asks is Asks.TENANT or (atom.asks is Asks.PARENT and _all_bind(atom.inner)))
            for atom in self.atoms
        )

    @property
    def binds_owner(self) -> bool:
        """True when every row that passes belongs to the session's user, itself or through its parent."""
        return any(
            not atom.negated
            and (
                atom.asks is Asks.OWNER
                or (
                    atom.asks is Asks.PARENT
                    and bool(atom.inner)
                    and all(i.binds_owner or i.binds_tenant for i in atom.inner)
                )
            )
            for atom in self.atoms
        )

    def binds_column(self, column: str) -> bool:
        """True when every row that passes holds one of the session's tenants in `column`."""
        return any(
            not atom.negated
            and atom.column == column
            and (atom.asks is Asks.TENANT or (atom.asks is Asks.PARENT and _all_bind(atom.inner)))
            for atom in self.atoms
        )

    @property
    def needs_user(self) -> bool:
        """True when it never holds for a session that nobody is signed in to."""
        return any(
            not atom.negated
            and (
                atom.of_a_user or (atom.asks is Asks.PARENT and all(inner.needs_user for inner in atom.inner))
            )
            for atom in self.atoms
        )

    @property
    def anybody(self) -> bool:
        """True when it asks nothing, or only that somebody (or nobody) is signed in."""
        return all(atom.asks is Asks.SIGNED_IN for atom in self.atoms)

    @property
    def guarded(self) -> bool:
        """True when only a service or somebody with a role passes."""
        return any(
            atom.asks in (Asks.SERVICE, Asks.ADMIN) and not atom.negated and not atom.member
            for atom in self.atoms
        )

    @property
    def free(self) -> bool:
        """True when nothing about the session or the row is asked."""
        return not self.atoms

    @property
    def opaque(self) -> bool:
        """True when a part was not understood."""
        return any(atom.asks is Asks.OTHER for atom in self.atoms)


class Predicate(msgspec.Struct, frozen=True, kw_only=True):
    """A USING or WITH CHECK expression, as the branches that pass; none: no row ever does."""

    sql: str
    branches: tuple[Branch, ...]

    @property
    def always(self) -> bool:
        """True when every row passes."""
        return any(branch.free for branch in self.branches)

    @property
    def never(self) -> bool:
        """True when no row passes."""
        return not self.branches

    @property
    def binds_tenant(self) -> bool:
        """True when every branch binds the tenant."""
        return bool(self.branches) and all(branch.binds_tenant for branch in self.branches)

    @property
    def opaque(self) -> bool:
        """True when a branch that decides was not understood."""
        return any(branch.opaque for branch in self.branches)

    @property
    def needs_user(self) -> bool:
        """True when no row passes for a session that nobody is signed in to."""
        return all(branch.needs_user for branch in self.branches)


_OF_A_USER = frozenset({Asks.TENANT, Asks.OWNER, Asks.ADMIN, Asks.EDITABLE, Asks.SIGNED_IN, Asks.SERVICE})


def is_sent_along(claim: tuple[str, ...]) -> bool:
    """True for what a client sends along with its request: headers and cookies."""
    return bool(claim) and claim[0].startswith(("request.header", "request.cookie"))


def _all_bind(branches: tuple[Branch, ...]) -> bool:
    return bool(branches) and all(branch.binds_tenant for branch in branches)


def possible(branches: list[Branch]) -> tuple[Branch, ...]:
    """The branches without those that want a column to be NULL and not NULL, and without those that ask more
    than another.
    """
    found = list(dict.fromkeys(branch for branch in branches if not _contradicts(branch)))
    asked = [frozenset(branch.atoms) for branch in found]
    return tuple(
        one for one, atoms in zip(found, asked, strict=True) if not any(other < atoms for other in asked)
    )


def _contradicts(branch: Branch) -> bool:
    wanted = {atom.column: atom.negated for atom in branch.atoms if atom.value == "NULL"}
    return any(atom.value == "NULL" and wanted[atom.column] != atom.negated for atom in branch.atoms)
