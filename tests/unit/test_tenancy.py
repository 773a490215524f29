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
