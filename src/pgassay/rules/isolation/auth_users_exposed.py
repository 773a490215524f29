"""auth-users-exposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pgassay.facts.ddl.grants import revoke_all
from pgassay.facts.gaps.passing import passing
from pgassay.facts.policies.reaches import holders, listed
from pgassay.facts.tables.views import asks_session, is_invoker, shown_columns, tables_behind
from pgassay.model.catalog import Catalog
from pgassay.model.finding import Evidence, Finding, Severity
from pgassay.model.names import quoted
from pgassay.model.relations import Kind, Policy, Relation
from pgassay.read.experiment import Experiment, Session
from pgassay.rules import Context, catalog, executed, rule
from pgassay.rules.rule import Holds
from pgassay.rules.users_given import USERS, copies, giving_functions

#: What tells no more of a person than that there is one.
_HARMLESS = frozenset(
    {
        *("id", "instance_id", "aud", "role", "created_at", "updated_at", "deleted_at", "banned_until"),
        *("is_sso_user", "is_anonymous", "email_change_confirm_status"),
    }
)
#: A user as the sign-up leaves one, with a word in each column that views show.
_WORD = "stranger"
_STRANGER = {
    "aud": "authenticated",
    "role": "authenticated",
    "email": f"{_WORD}@example.com",
    "phone": _WORD,
    "encrypted_password": _WORD,
    "confirmation_token": _WORD,
    "recovery_token": _WORD,
    "raw_app_meta_data": f'{{"provider": "{_WORD}"}}',
    "raw_user_meta_data": f'{{"name": "{_WORD}"}}',
    "email_confirmed_at": "2024-01-01 10:00:00+00",
    "last_sign_in_at": "2024-01-01 10:00:00+00",
    "created_at": "2024-01-01 10:00:00+00",
    "updated_at": "2024-01-01 10:00:00+00",
}


@rule(on=Catalog, severity=Severity.CRITICAL, right="Nobody reads what auth.users holds of others")
def auth_users_exposed(_: Catalog, context: Context) -> Iterator[Finding | Holds]:
    """A client role reads what auth.users holds of other people.

    auth.users has everybody's address, phone, metadata and password hash. The API does not serve it; a view
    over it, in a schema that the API serves, does: a view reads as its owner, past row-level security, and a
    materialized view has none. Where the view can be written through, clients change the accounts as well.

    Critical where a user that was planted is read by the role, high where that could not be tried. Silent for
    views with security_invoker, which show nothing to who may not read the table; for views that test the
    session, such as one that shows a user their own row; and for views that show no more than keys, dates and
    counts. The table itself counts where a client role may read it and a policy lets rows of others pass.

    A SECURITY DEFINER function counts where a call of it that names nobody gives the planted user to the
    role; a table counts that CREATE TABLE AS or SELECT INTO filled from auth.users, where the role reads its
    rows.

    The facts that suffice: the columns of auth.users that the view's rule depends on, the privileges on the
    view, and its owner's right to read the table.
    """
    users = context.catalog.relation.get(USERS)
    if users is None:
        return
    for relation in context.own_relations():
        if relation.kind in (Kind.VIEW, Kind.MATERIALIZED) and users in tables_behind(
            context.catalog, relation
        ):
            yield from _of_view(relation, users, context)
    yield from _of_table(users, context)
    yield from _of_functions(context)
    yield from _of_copies(context)


def _of_functions(context: Context) -> Iterator[Finding]:
    for function, role, found in giving_functions(context, _STRANGER, _WORD):
        yield context.finding(
            function,
            f"{function.identity} gives {role} what auth.users holds of everybody, and asks nobody who calls",
            severity=None if found else Severity.HIGH,
            evidence=[
                catalog(f"{function.identity}: pg_proc.prosecdef = true; EXECUTE reaches {role}"),
                *([found] if found else []),
            ],
            advice="Take the one user of the session in its query, or raise unless the session may see them "
            f"all; where a service alone calls it, revoke EXECUTE from PUBLIC and {role}",
        )


def _of_copies(context: Context) -> Iterator[Finding]:
    """Tables that were filled from auth.users when they were made."""
    for table, names in copies(context, _HARMLESS):
        roles = [
            role
            for role in holders(context.facts, table, ("select",))
            if (not table.rls_enabled or _reads_all(context, table, role))
            and (
                (some := context.facts.access.columns(role, table.identity, "select")) is None
                or some & {*names}
            )
        ]
        if not roles:
            continue
        repair = revoke_all(context.catalog, table, roles)
        may = f"{listed(roles)} {'reads' if len(roles) == 1 else 'read'} it"
        yield context.finding(
            table,
            f"{table.identity} was filled with {listed(names)} of every user in auth.users, and {may}",
            evidence=[
                catalog(f"{table.identity} was made of a query that reads auth.users"),
                catalog(
                    f"a policy of {table.identity} lets rows of others pass"
                    if table.rls_enabled
                    else "pg_class.relrowsecurity = false"
                ),
            ],
            fix=repair.sql if repair else None,
            rollback=repair.rollback if repair else None,
            advice="Keep of a user what others are to see alone, with a policy for it",
        )


def _reads_all(context: Context, table: Relation, role: str) -> bool:
    return any(
        not (way.branch.binds_owner or way.branch.binds_tenant or way.branch.guarded)
        for way in passing(context.facts, table, role, "select", new_row=False)
    )


def _of_view(view: Relation, users: Relation, context: Context) -> Iterator[Finding | Holds]:
    roles = holders(context.facts, view, ("select",))
    access = context.facts.access
    reads = access.granted(view.owner, USERS, "select") and access.bypasses(view.owner, users)
    if not roles or (view.kind is Kind.VIEW and not reads):
        return
    shown = sorted(shown_columns(context.facts, view, USERS) - _HARMLESS)
    if is_invoker(view) or not shown or asks_session(context.facts, view):
        yield context.holds(view)
        return
    found = _read(view, roles, context)
    repair = revoke_all(context.catalog, view, roles)
    yield context.finding(
        view,
        f"{view.identity} shows {listed(shown)} of every user in auth.users to {listed(roles)}",
        severity=None if found else Severity.HIGH,
        evidence=[
            catalog(f"{view.identity} depends on {', '.join(f'{USERS}.{name}' for name in shown)}"),
            catalog(f"{view.owner} owns it and reads auth.users; {listed(roles)} may read the view"),
            *found,
        ],
        fix=repair.sql if repair else None,
        rollback=repair.rollback if repair else None,
        advice="Keep what others are to see of a user in a table of your own, with policies; "
        "let a view over auth.users show the session's own row alone",
    )


def _of_table(users: Relation, context: Context) -> Iterator[Finding | Holds]:
    """The table itself, where somebody let clients in."""
    access = context.facts.access
    open_to: list[str] = []
    policies: list[Policy] = []
    found: list[Evidence] = []
    for role in holders(context.facts, users, ("select",)):
        columns = access.columns(role, USERS, "select")
        personal = sorted(set(_STRANGER) - _HARMLESS if columns is None else columns - _HARMLESS)
        ways = [
            way.policy
            for way in passing(context.facts, users, role, "select", new_row=False)
            if not (way.branch.binds_owner or way.branch.binds_tenant or way.branch.guarded)
        ]
        tried = personal and (ways or not users.rls_enabled)
        shown = _read(users, (role,), context, personal[0]) if tried else []
        policies += ways if shown else []
        open_to += [role] if shown else []
        found += shown
    if found:
        yield context.finding(
            users,
            f"auth.users is open to {listed(open_to)}: they read the row of every user",
            evidence=[catalog(f"pg_class.relacl: {listed(open_to)} may read auth.users"), *found],
            advice=f"REVOKE SELECT ON auth.users FROM {', '.join(open_to)}; "
            "keep what others are to see of a user in a table of your own",
            location=context.place(policies[0]) if policies else None,
        )


def _read(
    relation: Relation, roles: Sequence[str], context: Context, column: str | None = None
) -> list[Evidence]:
    """The evidence that the first of the roles that can reads a planted user, in a column or anywhere; none
    where none does.
    """

    what = "shown" if column is None else f"shown.{quoted(column)}"

    def one(experiment: Experiment, role: str) -> Evidence | None:
        stranger = experiment.plant(USERS, _STRANGER)
        for table in tables_behind(context.catalog, relation):
            if table.identity != USERS and context.facts.is_own(table):
                keys = {
                    key.columns[0]: stranger[key.referenced_columns[0]]
                    for key in context.catalog.foreign_keys_of(table.identity)
                    if key.references == USERS and key.referenced_columns[0] in stranger
                }
                experiment.plant(table.identity, keys)
        if relation.kind is Kind.MATERIALIZED:
            experiment.prepare(f"REFRESH MATERIALIZED VIEW {relation.identity}")
        text = f"SELECT 1 FROM {relation.identity} AS shown WHERE {what}::text LIKE '%{_WORD}%'"
        rows = experiment.run(Session(role=role), text).rows
        said = f"run as {role} without a session: {relation.identity} shows a user planted by somebody else"
        return executed(said, experiment.sql, rows=rows) if rows else None

    for role in roles:
        found = context.experiment(lambda experiment, role=role: one(experiment, role))
        if found is not None:
            return [found]
    return []
