"""Reports built by hand, so that renderers can be tested without a server."""

from __future__ import annotations

from pgassay.model.finding import Evidence, Finding, Fix, Held, NotChecked, Related, Severity
from pgassay.model.ref import Ref
from pgassay.model.report import Report, Target, TenancySummary
from pgassay.model.source import Location

FILE = "supabase/migrations/20260204110000_autonomous_agent_system.sql"


def report(*findings: Finding, **changes: object) -> Report:
    """A report of `findings` on one small folder; `changes` replace its other parts."""
    parts: dict[str, object] = {
        "verb": "review",
        "target": Target(
            paths=("migrations",),
            files=1,
            statements=2,
            platform="plain",
            postgres="18.6",
            server="embedded",
        ),
        "tenancy": None,
        "findings": findings,
        "holds": (),
        "not_checked": (),
    }
    return Report(**(parts | changes))  # type: ignore[arg-type]


def finding(rule: str = "rls-disabled", **changes: object) -> Finding:
    """A critical finding on public.notes; `changes` replace its parts."""
    parts: dict[str, object] = {
        "rule": rule,
        "family": "isolation",
        "severity": Severity.CRITICAL,
        "object": Ref(kind="table", identity="public.notes", relation="public.notes"),
        "message": "public.notes is readable by anon and has no row-level security",
        "why": "Every tenant reads every other tenant's rows.",
        "location": Location(file="migrations/0001_notes.sql", line=1, column=1),
    }
    return Finding(**(parts | changes))  # type: ignore[arg-type]


def _column(relation: str, column: str) -> Ref:
    return Ref(kind="table column", identity=f"{relation}.{column}", relation=relation, column=column)


def _policy(name: str, relation: str) -> Ref:
    return Ref(kind="policy", identity=f'"{name}" on {relation}', relation=relation)


def _index(
    table: str, column: str, severity: Severity = Severity.HIGH, rule: str = "foreign-key-without-index"
) -> Finding:
    relation = f"public.{table}"
    return finding(
        rule,
        family="performance",
        severity=severity,
        fingerprint=f"{rule}-{table}-{column}",
        object=_column(relation, column),
        message=f"{relation}.{column} has no index that leads with it",
        why="Deleting or changing a referenced row scans the whole table.",
        location=Location(file=FILE, line=40 + len(column), column=3),
        evidence=(
            Evidence(kind="catalog", summary=f"pg_index: no index on {relation} starts with {column}"),
        ),
        fix=Fix(
            sql=f"CREATE INDEX CONCURRENTLY {table}_{column}_idx ON {relation} ({column});",
            rollback=f"DROP INDEX CONCURRENTLY public.{table}_{column}_idx;",
            tried=True,
        ),
    )


def _null_tenant() -> Finding:
    name, relation = "Users can view triggers in their tenant or global", "public.agent_triggers"
    return finding(
        "policy-admits-null-tenant",
        fingerprint="5f0c9a",
        object=_policy(name, relation),
        message=f'policy "{name}" on {relation} shows rows whose tenant_id is NULL to every tenant',
        why="A row without a tenant belongs to nobody, so this branch shows it to all who read the table.",
        location=Location(file=FILE, line=216, column=1, end_line=221),
        evidence=(
            Evidence(kind="parsed", summary="one branch of USING is: tenant_id IS NULL"),
            Evidence(
                kind="executed",
                summary="authenticated, a member of tenant A, read 1 row that no tenant owns",
                sql="SET LOCAL ROLE authenticated;\nSELECT count(*) FROM public.agent_triggers;",
                rows=1,
            ),
        ),
        related=(
            Related(
                note="no TO clause: the policy also covers anon",
                rule="policy-for-public-role",
                location=Location(file=FILE, line=216, column=1),
            ),
        ),
        fix=Fix(
            sql=f'ALTER POLICY "{name}" ON {relation}\n'
            "  USING (tenant_id = public.get_user_tenant_id((SELECT auth.uid())));",
            rollback=f'ALTER POLICY "{name}" ON {relation}\n'
            "  USING ((tenant_id IS NULL) OR (tenant_id = public.get_user_tenant_id(auth.uid())));",
            tried=True,
        ),
    )


def _criticals() -> tuple[Finding, ...]:
    nullable = _column("public.agent_triggers", "tenant_id")
    return (
        _null_tenant(),
        finding(
            "tenant-column-nullable",
            fingerprint="77ab01",
            object=nullable,
            objects=(nullable, _column("public.agent_events", "tenant_id")),
            message="public.agent_triggers.tenant_id may be NULL, so a row can exist that no tenant owns",
            why="Row-level security compares the tenant key; NULL slips past every comparison.",
            location=Location(file=FILE, line=74, column=3),
            evidence=(Evidence(kind="catalog", summary="pg_attribute.attnotnull is false"),),
            fix=Fix(
                sql="ALTER TABLE public.agent_triggers ALTER COLUMN tenant_id SET NOT NULL;",
                rollback="ALTER TABLE public.agent_triggers ALTER COLUMN tenant_id DROP NOT NULL;",
                tried=True,
            ),
        ),
        finding(
            "membership-self-writable",
            fingerprint="a90210",
            object=Ref(kind="table", identity="public.profiles", relation="public.profiles"),
            message="public.profiles.tenant_id decides what its owner reads, and authenticated may UPDATE it",
            why="A user who may write the row that names the tenant chooses the tenant.",
            location=Location(file="supabase/migrations/20260101000000_profiles.sql", line=12, column=1),
            evidence=(
                Evidence(
                    kind="executed",
                    summary="a member of tenant A set profiles.tenant_id to tenant B and read 4 rows of B",
                    rows=4,
                ),
            ),
            fix=Fix(
                sql="REVOKE UPDATE (tenant_id) ON public.profiles FROM authenticated;",
                rollback="GRANT UPDATE (tenant_id) ON public.profiles TO authenticated;",
                note="the table-wide grant must go first",
            ),
            advice="Move membership into a table that clients cannot write, such as public.tenant_members.",
        ),
    )


def _highs() -> tuple[Finding, ...]:
    return (
        finding(
            "function-trusts-tenant-argument",
            family="privileges",
            severity=Severity.HIGH,
            fingerprint="c0ffee",
            object=Ref(kind="function", identity="public.log_agent_event()"),
            message="public.log_agent_event() is SECURITY DEFINER and writes the tenant_id of the row",
            why="It runs with its owner's rights, so no policy checks the tenant it writes.",
            location=Location(file=FILE, line=258, column=1, end_line=296),
            evidence=(
                Evidence(kind="parsed", summary="INSERT INTO agent_events (tenant_id) takes NEW.tenant_id"),
            ),
            advice="Compare the tenant with public.get_user_tenant_id(auth.uid()), or add the foreign key.",
        ),
        _index("action_queue", "agent_run_id"),
        _index("action_queue", "created_at", rule="recent-first-without-index"),
        _index("agent_events", "created_at", rule="recent-first-without-index"),
        finding(
            "tenant-column-without-foreign-key",
            severity=Severity.HIGH,
            fingerprint="d1d1d1",
            object=_column("public.agent_events", "tenant_id"),
            message="public.agent_events.tenant_id has no foreign key to public.tenants",
            why="Events of a tenant that never existed can be written, and those of a deleted one stay.",
            location=Location(file=FILE, line=112, column=3),
            evidence=(Evidence(kind="catalog", summary="pg_constraint: no foreign key holds the column"),),
            fix=Fix(
                sql="ALTER TABLE public.agent_events ADD CONSTRAINT agent_events_tenant_id_fkey\n"
                "  FOREIGN KEY (tenant_id) REFERENCES public.tenants (id) ON DELETE CASCADE;",
                rollback="ALTER TABLE public.agent_events DROP CONSTRAINT agent_events_tenant_id_fkey;",
                tried=True,
            ),
        ),
    )


def _lock() -> Finding:
    relation = "public.agent_actions"
    return finding(
        "index-not-concurrent",
        family="locks",
        severity=Severity.HIGH,
        fingerprint="f00d",
        object=Ref(kind="table", identity=relation, relation=relation),
        message=f"{relation} takes no writes while the index is built",
        why="Every INSERT, UPDATE and DELETE waits until the whole table was read.",
        location=Location(file=FILE, line=280, column=1),
        evidence=(Evidence(kind="executed", summary=f"SHARE on {relation}, 24 of 24 rows read"),),
        fix=Fix(
            sql="CREATE INDEX CONCURRENTLY agent_actions_tool_idx ON public.agent_actions (tool);",
            rollback="DROP INDEX CONCURRENTLY public.agent_actions_tool_idx;",
            tried=True,
            instead=True,
        ),
    )


def _lesser() -> tuple[Finding, ...]:
    medium, low = Severity.MEDIUM, Severity.LOW
    return (
        finding(
            "format-unchecked",
            family="integrity",
            severity=medium,
            fingerprint="e1",
            object=_column("public.agent_triggers", "schedule_cron"),
            message="public.agent_triggers.schedule_cron accepts any text",
            why="A wrong schedule is found when the trigger does not run.",
            location=Location(file=FILE, line=84, column=3),
        ),
        finding(
            "state-timestamp-unguarded",
            family="integrity",
            severity=medium,
            fingerprint="e2",
            object=_column("public.action_queue", "executed_at"),
            message="public.action_queue.executed_at may be set while status is pending",
            why="Reports that count executed actions and those that count states disagree.",
            location=Location(file=FILE, line=52, column=3),
        ),
        finding(
            "policy-without-with-check",
            severity=low,
            fingerprint="e3",
            object=_policy("Users can update action queue items", "public.action_queue"),
            message='policy "Users can update action queue items" relies on USING for the new row',
            why="Postgres reuses USING; writing it down keeps a later change from opening it.",
            location=Location(file=FILE, line=205, column=1),
            fix=Fix(
                sql='ALTER POLICY "Users can update action queue items" ON public.action_queue\n'
                "  WITH CHECK (tenant_id = public.get_user_tenant_id((SELECT auth.uid())));",
                rollback='DROP POLICY "Users can update action queue items" ON public.action_queue;\n'
                'CREATE POLICY "Users can update action queue items" ON public.action_queue FOR UPDATE\n'
                "  USING (tenant_id = public.get_user_tenant_id(auth.uid()));",
                tried=True,
            ),
        ),
        _index("agent_actions", "action_config", Severity.INFO, "json-without-index"),
    )


def sample() -> Report:
    """A report as a review of a real folder gives it."""
    lines = [""] * 300
    lines[73] = "  tenant_id UUID REFERENCES public.tenants(id) ON DELETE CASCADE,"
    lines[111] = "  tenant_id UUID NOT NULL,"
    lines[215] = 'CREATE POLICY "Users can view triggers in their tenant or global"'
    lines[257] = "CREATE OR REPLACE FUNCTION public.log_agent_event()"
    tables = tuple(
        f"public.{name}" for name in ("agent_actions", "action_queue", "agent_triggers", "agent_events")
    )
    return report(
        *_criticals(),
        *_highs(),
        _lock(),
        *_lesser(),
        target=Target(
            paths=("supabase/migrations",),
            files=12,
            statements=240,
            platform="supabase",
            postgres="18.6",
            server="embedded",
            layout="supabase",
            watched=1,
            watched_how="the last file",
        ),
        tenancy=TenancySummary(
            mode="tenant",
            table="public.tenants",
            columns=("tenant_id",),
            membership="public.tenant_members",
            inferred=True,
            client_roles=("anon", "authenticated"),
            scoped=11,
            unscoped=("public.plans", "public.countries"),
        ),
        holds=(
            Held(
                rule="rls-disabled",
                family="isolation",
                examined=4,
                found=0,
                ignored=0,
                unchecked=0,
                held=tables,
            ),
            Held(
                rule="foreign-key-missing",
                family="integrity",
                examined=15,
                found=1,
                ignored=0,
                unchecked=0,
                held=tuple(f"public.action_queue.key_{number}" for number in range(14)),
            ),
            Held(
                rule="trigger-cycle",
                family="integrity",
                examined=4,
                found=0,
                ignored=0,
                unchecked=0,
                held=tables,
            ),
            Held(
                rule="state-unchecked-by-function",
                family="integrity",
                examined=1,
                found=0,
                ignored=0,
                unchecked=0,
                held=("public.approve_action(uuid)",),
            ),
        ),
        not_checked=(
            NotChecked(what="extension vector", why="stand-in: no operator classes", where=f"{FILE}:4"),
            NotChecked(what="the application's own login", why="it may connect as the owner of the tables"),
        ),
        ignored=((finding(object=Ref(kind="table", identity="public.plans")), "the price list is public"),),
        sources={FILE: tuple(lines)},
    )
