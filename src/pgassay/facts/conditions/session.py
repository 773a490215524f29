"""The values by which SQL asks who the session is."""

from __future__ import annotations

import re

from pgassay.facts.conditions.values import Claim, Literal, Opaque, Session, Setting, Term

#: Functions of the platform that tell who the session is.
_SESSION = {
    "auth.uid": Session("user"),
    "auth.role": Session("role"),
    "auth.email": Session("email"),
    "auth.jwt": Session("claims"),
}
_CLAIM_SETTINGS = {
    "request.jwt.claim.sub": Session("user"),
    "request.jwt.claims": Session("claims"),
    "request.jwt.claim.role": Session("role"),
    "role": Session("role"),
}
#: A setting that carries the session's user: the only way to tell is what it is called.
_USER_SETTING = re.compile(r"(^|[._])(current_)?(user|uid|sub)(_?id)?$", re.I)
_CLAIM_PATHS: dict[tuple[str, ...], Term] = {
    ("sub",): Session("user"),
    ("role",): Session("role"),
    ("email",): Session("email"),
}


def of_session(name: str, arguments: tuple[Term, ...]) -> Term | None:
    """What a call of a platform's or a built-in function tells of the session; None for any other call."""
    if name in _SESSION:
        return _SESSION[name]
    if name == "nullif" and arguments:
        return arguments[0]
    if name == "current_setting" and arguments and isinstance(arguments[0], Literal) and arguments[0].value:
        setting = arguments[0].value
        user = Session("user") if _USER_SETTING.search(setting) else Setting(setting)
        return _CLAIM_SETTINGS.get(setting, user)
    if name in ("current_user", "session_user", "current_role"):
        return Session("database user")
    if name in ("jsonb_extract_path_text", "json_extract_path_text", "jsonb_extract_path") and arguments:
        return reached(arguments[0], tuple(a.value or "" for a in arguments[1:] if isinstance(a, Literal)))
    return None


def reached(base: Term, path: tuple[str, ...]) -> Term:
    """The value at a path of a JSON value; of the session's claims, the claim."""
    if base == Session("claims"):
        return _CLAIM_PATHS.get(path, Claim(path))
    if isinstance(base, Claim):
        return Claim((*base.path, *path))
    return Opaque("->", (base, *(Literal(step) for step in path)))
