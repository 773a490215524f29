"""Which table is that of the tenants, by what policies ask."""

from __future__ import annotations

from conftest import Servers
from judging import judge_text

TRIPS = """
CREATE TABLE trips (
  id uuid PRIMARY KEY,
  rider_id uuid NOT NULL REFERENCES auth.users (id),
  name text NOT NULL
);
ALTER TABLE trips ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON trips FOR SELECT TO authenticated USING (rider_id = auth.uid());
CREATE TABLE stops (id uuid PRIMARY KEY, trip_id uuid NOT NULL REFERENCES trips (id));
ALTER TABLE stops ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON stops FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM trips t WHERE t.id = stops.trip_id AND t.rider_id = auth.uid()));
CREATE TABLE messages (id uuid PRIMARY KEY, trip_id uuid NOT NULL REFERENCES trips (id));
ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON messages FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM trips t WHERE t.id = messages.trip_id AND t.rider_id = auth.uid()));
"""

FIRMS = """
CREATE TABLE firms (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE staff (
  firm_id uuid NOT NULL REFERENCES firms (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (firm_id, user_id)
);
ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON staff FOR SELECT TO authenticated USING (user_id = auth.uid());
ALTER TABLE firms ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON firms FOR SELECT TO authenticated
  USING (id IN (SELECT s.firm_id FROM staff s WHERE s.user_id = auth.uid()));
"""


def test_a_row_with_a_user_is_no_tenant_where_policies_ask_for_a_membership(servers: Servers) -> None:
    context, _ = judge_text(servers("supabase"), TRIPS + FIRMS)
    assert context.facts.tenancy.table == "public.firms"


def test_rows_with_a_user_of_their_own_make_each_user_an_island(servers: Servers) -> None:
    context, _ = judge_text(servers("supabase"), TRIPS)
    assert context.facts.tenancy.mode == "owner"


OWNED = """
CREATE TABLE inns (id uuid PRIMARY KEY, host_id uuid NOT NULL REFERENCES auth.users (id));
CREATE TABLE cooks (
  id uuid PRIMARY KEY,
  inn_id uuid NOT NULL REFERENCES inns (id),
  user_id uuid REFERENCES auth.users (id)
);
CREATE TABLE meals (id uuid PRIMARY KEY, inn_id uuid NOT NULL REFERENCES inns (id));
CREATE TABLE beds (id uuid PRIMARY KEY, inn_id uuid NOT NULL REFERENCES inns (id));
ALTER TABLE inns ENABLE ROW LEVEL SECURITY;
ALTER TABLE cooks ENABLE ROW LEVEL SECURITY;
ALTER TABLE meals ENABLE ROW LEVEL SECURITY;
ALTER TABLE beds ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION my_inn() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT coalesce({})
$$;
CREATE POLICY own ON inns TO authenticated USING (host_id = (SELECT auth.uid()));
CREATE POLICY inn ON cooks TO authenticated USING (inn_id = (SELECT my_inn()));
CREATE POLICY inn ON meals TO authenticated USING (inn_id = (SELECT my_inn()));
CREATE POLICY inn ON beds TO authenticated USING (inn_id = (SELECT my_inn()));
"""
HOSTS = "(SELECT i.id FROM public.inns i WHERE i.host_id = auth.uid() LIMIT 1)"
COOKS = "(SELECT c.inn_id FROM public.cooks c WHERE c.user_id = auth.uid() LIMIT 1)"


def test_a_tenant_has_an_owner_and_members_too(servers: Servers) -> None:
    context, _ = judge_text(servers("supabase"), OWNED.format(f"{COOKS}, {HOSTS}"))
    assert context.facts.tenancy.table == "public.inns"
    alone, _ = judge_text(servers("supabase"), OWNED.format(f"{HOSTS}, NULL"))
    assert alone.facts.tenancy.mode == "owner"
