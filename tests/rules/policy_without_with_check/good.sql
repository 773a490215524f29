CREATE TABLE teams (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  part text NOT NULL DEFAULT 'member',
  PRIMARY KEY (team_id, user_id)
);
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON team_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

-- What the team wants done when something happens: a definition.
CREATE TABLE hooks (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  settings jsonb NOT NULL DEFAULT '{}',
  active boolean NOT NULL DEFAULT true
);
ALTER TABLE hooks ENABLE ROW LEVEL SECURITY;
CREATE POLICY change_hooks ON hooks FOR UPDATE TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))) WITH CHECK (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY read_hooks ON hooks FOR SELECT TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
-- Who has a role passes, and nobody else.
CREATE FUNCTION is_lead() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.team_members m WHERE m.user_id = auth.uid() AND m.part = 'lead')
$$;
CREATE POLICY lead_hooks ON hooks TO authenticated USING ((SELECT is_lead()) AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
-- True for every row: policy-always-true says what is wrong.
CREATE POLICY any_hook ON hooks FOR UPDATE TO authenticated USING (true);

-- Notes are read; nothing is done by them.
CREATE TABLE notes (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id), body text NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY change_notes ON notes FOR UPDATE TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
-- No client role may update.
REVOKE UPDATE ON team_members FROM anon, authenticated;
CREATE POLICY change_members ON team_members FOR UPDATE TO authenticated USING (user_id = (SELECT auth.uid()));
