CREATE TABLE teams (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (team_id, user_id)
);
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON team_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION is_mine(team uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.team_members m WHERE m.user_id = auth.uid() AND m.team_id = team)
$$;
CREATE TABLE settings (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id) ON DELETE CASCADE,
  user_id uuid REFERENCES auth.users (id) ON DELETE CASCADE,
  word text NOT NULL,
  UNIQUE NULLS NOT DISTINCT (team_id, word)
);
CREATE TABLE labels (id uuid PRIMARY KEY, team_id uuid REFERENCES teams (id) ON DELETE CASCADE, word text NOT NULL);
ALTER TABLE settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE labels ENABLE ROW LEVEL SECURITY;
-- A row without a team is its user's own, and asks a team where it has one.
CREATE POLICY own ON settings TO authenticated
  USING ((team_id IS NULL OR is_mine(team_id)) AND user_id = (SELECT auth.uid()));
-- Meant to be read by all.
CREATE POLICY read ON settings FOR SELECT TO authenticated USING (team_id IS NULL OR is_mine(team_id));
-- What is written is told, and not that it is read too.
CREATE POLICY read ON labels FOR SELECT TO authenticated USING (team_id IS NULL OR is_mine(team_id));
CREATE POLICY write ON labels FOR UPDATE TO authenticated USING (team_id IS NULL OR is_mine(team_id));
