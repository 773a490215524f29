CREATE TABLE teams (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (team_id, user_id)
);
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON team_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

-- Everybody reads what anybody may put in.
CREATE TABLE cities (name text PRIMARY KEY);
ALTER TABLE cities ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_cities ON cities FOR SELECT TO authenticated USING (true);
CREATE POLICY add_city ON cities FOR INSERT TO authenticated WITH CHECK (true);
