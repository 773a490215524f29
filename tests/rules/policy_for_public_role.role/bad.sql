CREATE TABLE crews (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE crew_members (
  crew_id uuid NOT NULL REFERENCES crews (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (crew_id, user_id)
);
ALTER TABLE crew_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON crew_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

CREATE TABLE shifts (id uuid PRIMARY KEY, crew_id uuid NOT NULL REFERENCES crews (id));
ALTER TABLE shifts ENABLE ROW LEVEL SECURITY;
-- Info: its own test says what TO says.
CREATE POLICY read_shifts ON shifts FOR SELECT USING (
  auth.role() = 'authenticated' AND crew_id IN (SELECT m.crew_id FROM crew_members m WHERE m.user_id = (SELECT auth.uid()))
);
-- Low: that anon never passes is what the look-up comes to.
CREATE POLICY change_shifts ON shifts FOR UPDATE USING (
  crew_id IN (SELECT m.crew_id FROM crew_members m WHERE m.user_id = (SELECT auth.uid()))
);
-- Info: prices belong to nobody. Medium: reports belong to crews.
CREATE TABLE prices (id uuid PRIMARY KEY, cents integer NOT NULL, active boolean NOT NULL DEFAULT false);
ALTER TABLE prices ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_prices ON prices FOR SELECT
  USING (active OR EXISTS (SELECT 1 FROM crew_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE TABLE reports (id uuid PRIMARY KEY, crew_id uuid NOT NULL REFERENCES crews (id), active boolean NOT NULL DEFAULT false);
ALTER TABLE reports ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_reports ON reports FOR SELECT
  USING (active OR crew_id IN (SELECT m.crew_id FROM crew_members m WHERE m.user_id = (SELECT auth.uid())));
