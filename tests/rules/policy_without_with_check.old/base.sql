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
CREATE POLICY change_hooks ON hooks FOR UPDATE TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
COMMENT ON POLICY change_hooks ON hooks IS 'members''';
CREATE POLICY own_hooks ON hooks TO authenticated USING (author_id = auth.uid() AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
