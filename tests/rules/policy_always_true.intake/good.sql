CREATE TABLE teams (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (team_id, user_id)
);
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON team_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

-- Anybody may put their name down, and nobody is shown it.
CREATE TABLE waiting_list (email text PRIMARY KEY);
ALTER TABLE waiting_list ENABLE ROW LEVEL SECURITY;
CREATE POLICY join_list ON waiting_list FOR INSERT WITH CHECK (true);
-- Anybody may found a team.
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
CREATE POLICY found ON teams FOR INSERT TO authenticated WITH CHECK (true);
-- An address is shown to the team of a visit that points at it.
CREATE TABLE addresses (id uuid PRIMARY KEY, line text NOT NULL);
CREATE TABLE visits (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  address_id uuid REFERENCES addresses (id)
);
ALTER TABLE visits ENABLE ROW LEVEL SECURITY;
CREATE POLICY team_visits ON visits FOR SELECT TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
ALTER TABLE addresses ENABLE ROW LEVEL SECURITY;
CREATE POLICY add_address ON addresses FOR INSERT TO authenticated WITH CHECK (true);
CREATE POLICY visited ON addresses FOR SELECT TO authenticated
  USING (id IN (SELECT v.address_id FROM visits v WHERE v.team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))));
