"""What policies ask, by the experiments that a reader of policies must get right."""

# ruff: noqa: E501 (the cases are a table)

from __future__ import annotations

import pytest

from conftest import Servers
from judging import judge_text
from pgassay.config import Config
from pgassay.facts import Facts
from pgassay.facts.policies.predicates import Atom, Branch

BASE = """
CREATE TABLE tenants (id uuid PRIMARY KEY, name text);
CREATE TABLE members (
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  role text NOT NULL DEFAULT 'member',
  PRIMARY KEY (tenant_id, user_id)
);
CREATE TABLE profiles (
  user_id uuid PRIMARY KEY REFERENCES auth.users (id),
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  fallback_id uuid NOT NULL REFERENCES tenants (id)
);
CREATE TABLE platform_admins (user_id uuid PRIMARY KEY REFERENCES auth.users (id));
CREATE TABLE folders (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  made_by uuid REFERENCES auth.users (id),
  is_open boolean
);
ALTER TABLE folders ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON folders FOR SELECT TO authenticated
  USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
CREATE TABLE bins (id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants (id));

CREATE FUNCTION my_tenant(who uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
  $$ SELECT p.tenant_id FROM public.profiles p WHERE p.user_id = who LIMIT 1 $$;
CREATE FUNCTION either_tenant(who uuid DEFAULT NULL) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
  $$ SELECT coalesce(p.fallback_id, p.tenant_id) FROM public.profiles p WHERE p.user_id = coalesce(who, auth.uid()) $$;
CREATE FUNCTION my_tenants() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
  $$ SELECT array_agg(m.tenant_id) FROM public.members m WHERE m.user_id = auth.uid() $$;
CREATE FUNCTION tenant_rows() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
  $$ SELECT m.tenant_id FROM public.members m WHERE m.user_id = auth.uid() $$;
CREATE FUNCTION is_admin() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
  $$ SELECT EXISTS (SELECT 1 FROM public.members m WHERE m.user_id = auth.uid() AND m.role = 'admin') $$;
CREATE FUNCTION is_admin_of(tenant uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
  $$ SELECT EXISTS (SELECT 1 FROM public.members m
       WHERE m.user_id = auth.uid() AND m.tenant_id = is_admin_of.tenant AND m.role = 'admin') $$;
CREATE FUNCTION belongs(tenant uuid, who uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
  $$ SELECT EXISTS (SELECT 1 FROM public.members m WHERE m.user_id = who AND m.tenant_id = tenant) $$;
CREATE FUNCTION my_role() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS
  $$ SELECT coalesce((SELECT m.role FROM public.members m WHERE m.user_id = auth.uid() LIMIT 1), 'guest') $$;
CREATE FUNCTION me() RETURNS uuid LANGUAGE sql STABLE SET search_path = '' AS $$ SELECT auth.uid() $$;
"""

#: The table of each case: a tenant key, a user, a flag, a parent with row security and one without.
TABLE = """
CREATE TABLE {name} (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES tenants (id),
  user_id uuid REFERENCES auth.users (id),
  folder_id uuid REFERENCES folders (id),
  bin_id uuid REFERENCES bins (id),
  is_public boolean,
  deleted_at timestamptz,
  kind text
);
ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON {name} USING ({test});
"""

CLAIM = "((auth.jwt() -> 'app_metadata') ->> 'tenant_id')::uuid"
MINE = "tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid())"

#: Name of the case, expression, and what it asks: branches divided by |, what a branch asks by &.
CASES = [
    ("claim", f"tenant_id = {CLAIM}", "tenant"),
    ("editable_claim", "tenant_id = ((auth.jwt() -> 'user_metadata') ->> 'tenant_id')::uuid", "editable"),
    ("request_header", "tenant_id = (current_setting('request.headers', true)::json ->> 'x-tenant')::uuid", "editable"),
    ("definer_helper", "tenant_id = my_tenant(auth.uid())", "tenant"),
    ("wrapped_helper", "tenant_id = (SELECT my_tenant((SELECT auth.uid())))", "tenant"),
    ("helper_with_default", "tenant_id = either_tenant()", "tenant"),
    ("helper_of_two_columns", "tenant_id = either_tenant(auth.uid())", "tenant"),
    ("membership_in", MINE, "tenant"),
    ("membership_any", "tenant_id = ANY (ARRAY(SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()))", "tenant"),
    (
        "membership_exists",
        "EXISTS (SELECT 1 FROM members m WHERE m.tenant_id = {name}.tenant_id AND m.user_id = auth.uid())",
        "tenant",
    ),
    (
        "captured_column",
        "EXISTS (SELECT 1 FROM members m WHERE m.tenant_id = tenant_id AND m.user_id = auth.uid())",
        "admin",
    ),
    ("user_among_members", "auth.uid() IN (SELECT m.user_id FROM members m WHERE m.tenant_id = {name}.tenant_id)", "tenant"),
    ("admin_of_any_tenant", f"is_admin() OR {MINE}", "admin | tenant"),
    (
        "platform_admin",
        f"EXISTS (SELECT 1 FROM platform_admins a WHERE a.user_id = auth.uid()) OR {MINE}",
        "admin | tenant",
    ),
    ("null_tenant", f"tenant_id IS NULL OR {MINE}", "null tenant | tenant"),
    ("null_tenant_of_admin", f"(tenant_id IS NULL AND is_admin()) OR {MINE}", "admin & null tenant | tenant"),
    ("null_and_not_null", f"(tenant_id IS NULL OR {MINE}) AND tenant_id IS NOT NULL", "not null tenant & tenant"),
    ("public_or_tenant", f"is_public OR {MINE}", "flag | tenant"),
    ("constant", "true", "nothing"),
    ("never", "false", "never"),
    ("one_is_one", "1 = 1", "nothing"),
    ("service_or_tenant", f"{MINE} OR auth.role() = 'service_role'", "service | tenant"),
    ("claims_array", "((auth.jwt() -> 'app_metadata') -> 'tenants') ? tenant_id::text", "tenant"),
    ("signed_in", "auth.uid() IS NOT NULL", "signed in"),
    ("signed_in_by_role", "auth.role() = 'authenticated'", "signed in"),
    ("either_role", "auth.role() IN ('anon', 'authenticated')", "nothing"),
    ("signed_out", f"auth.uid() IS NULL OR {MINE}", "not signed in | tenant"),
    ("owner", "user_id = auth.uid()", "owner"),
    ("owner_through_helper", "user_id = me()", "owner"),
    ("owner_by_claim", "user_id = (auth.jwt() ->> 'sub')::uuid", "owner"),
    ("not_deleted_and_tenant", f"deleted_at IS NULL AND {MINE}", "flag & tenant"),
    ("precedence", f"{MINE} AND kind = 'a' OR deleted_at IS NULL", "flag | flag & tenant"),
    ("array_helper", "tenant_id = ANY (my_tenants())", "tenant"),
    ("wrapped_array_helper", "tenant_id = ANY ((SELECT my_tenants())::uuid[])", "tenant"),
    ("set_helper", "tenant_id IN (SELECT tenant_rows())", "tenant"),
    ("set_helper_in_from", "tenant_id IN (SELECT t FROM tenant_rows() t)", "tenant"),
    ("default_tenant", f"tenant_id = coalesce({CLAIM}, '00000000-0000-0000-0000-00000000000b'::uuid)", "flag & not signed in | tenant"),
    ("case_claim", f"CASE WHEN (auth.jwt() ->> 'superadmin') = 'yes' THEN true ELSE tenant_id = {CLAIM} END", "admin | not admin & tenant"),
    ("not_distinct", f"tenant_id IS NOT DISTINCT FROM {CLAIM}", "not signed in & null tenant | tenant"),
    ("union_of_both", f"tenant_id IN (SELECT {CLAIM} UNION SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid())", "tenant"),
    ("public_for_all", f"is_public = true OR {MINE}", "flag | tenant"),
    ("owner_or_tenant", f"user_id = (SELECT auth.uid()) OR {MINE}", "owner | tenant"),
    ("parent_by_row_security", "EXISTS (SELECT 1 FROM folders f WHERE f.id = {name}.folder_id)", "parent(tenant)"),
    ("parent_without_row_security", "EXISTS (SELECT 1 FROM bins b WHERE b.id = {name}.bin_id)", "parent(nothing)"),
    ("parent_in", "folder_id IN (SELECT f.id FROM folders f WHERE f.made_by = auth.uid())", "parent(owner & tenant)"),
    (
        "parent_joined_to_members",
        "EXISTS (SELECT 1 FROM bins b JOIN members m ON m.tenant_id = b.tenant_id"
        " WHERE b.id = {name}.bin_id AND m.user_id = auth.uid())",
        "parent(tenant)",
    ),
    (
        "tenant_of_parent",
        "EXISTS (SELECT 1 FROM folders f WHERE f.id = {name}.folder_id AND f.tenant_id = {name}.tenant_id)",
        "tenant",
    ),
    ("row_argument", "belongs(tenant_id, user_id)", "parent(flag)"),
    ("session_argument", "belongs(tenant_id, auth.uid())", "tenant"),
    ("bound_admin", "is_admin_of(tenant_id)", "tenant"),
    ("prefix", f"tenant_id::text LIKE ({CLAIM})::text || '%'", "other"),
    ("owner_and_tenant", f"user_id = auth.uid() AND {MINE}", "owner & tenant"),
    ("role_of_helper", "my_role() IN ('admin', 'owner')", "admin"),
    ("role_of_default", "my_role() = 'guest'", "admin | other"),
    ("role_in_tenant", "(SELECT m.role FROM members m WHERE m.user_id = auth.uid() AND m.tenant_id = {name}.tenant_id) = 'admin'", "tenant"),
    ("not_admin", f"{MINE} AND NOT is_admin()", "not admin & tenant"),
    ("recent", f"deleted_at > now() - interval '1 day' AND {MINE}", "flag & tenant"),
    ("setting_missing", "current_setting('app.tenant', true) IS NULL", "not signed in"),
    ("in_list", "kind IN ('a', 'b')", "flag"),
    ("not_in_list", "kind NOT IN ('a', 'b')", "flag"),
    ("either_of_two_claims", f"tenant_id IN ({CLAIM}, my_tenant(auth.uid()))", "tenant"),
]  # fmt: skip
EXPECTED = {name: expected for name, _, expected in CASES}


def told(branch: Branch) -> str:
    """A branch in words, sorted."""
    return " & ".join(sorted({_atom(atom) for atom in branch.atoms})) or "nothing"


def _atom(atom: Atom) -> str:
    inner = f"({' | '.join(sorted({told(branch) for branch in atom.inner}))})" if atom.inner else ""
    return ("not " if atom.negated else "") + atom.asks.name.lower().replace("_", " ") + inner


@pytest.fixture(scope="module")
def facts(servers: Servers) -> Facts:
    """One database with a table and a policy for each case."""
    tables = [TABLE.format(name=name, test=test.replace("{name}", name)) for name, test, _ in CASES]
    context, _ = judge_text(servers("supabase"), BASE + "".join(tables), Config(platform="supabase"))
    assert [str(failure.message) for failure in context.replay.failures] == []
    return context.facts


@pytest.mark.parametrize("name", [name for name, _, _ in CASES])
def test_asks(name: str, facts: Facts) -> None:
    (policy,) = facts.catalog.policies_of(f"public.{name}")
    predicate = facts.using(policy)
    assert predicate is not None
    found = " | ".join(sorted({told(branch) for branch in predicate.branches})) or "never"
    assert found == EXPECTED[name]


@pytest.mark.parametrize(
    "name", ["membership_in", "definer_helper", "array_helper", "parent_by_row_security"]
)
def test_binds_the_tenant(name: str, facts: Facts) -> None:
    (policy,) = facts.catalog.policies_of(f"public.{name}")
    predicate = facts.using(policy)
    assert predicate is not None
    assert predicate.binds_tenant
    assert predicate.needs_user


@pytest.mark.parametrize(
    "name", ["owner", "public_or_tenant", "row_argument", "captured_column", "default_tenant"]
)
def test_does_not_bind_the_tenant(name: str, facts: Facts) -> None:
    (policy,) = facts.catalog.policies_of(f"public.{name}")
    predicate = facts.using(policy)
    assert predicate is not None
    assert not predicate.binds_tenant


def test_a_new_row_is_bound_by_its_own_key(facts: Facts) -> None:
    (through_parent,) = facts.catalog.policies_of("public.parent_by_row_security")
    (own,) = facts.catalog.policies_of("public.tenant_of_parent")
    bound = [facts.check(policy) for policy in (through_parent, own)]
    assert [[b.binds_column("tenant_id") for b in p.branches] for p in bound if p is not None] == [
        [False],
        [True],
    ]
