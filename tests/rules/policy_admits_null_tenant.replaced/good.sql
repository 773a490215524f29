CREATE TABLE teams (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  is_lead boolean NOT NULL DEFAULT false,
  PRIMARY KEY (team_id, user_id)
);
CREATE FUNCTION my_team() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.team_id FROM public.team_members m WHERE m.user_id = auth.uid() ORDER BY m.team_id LIMIT 1
$$;
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON team_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

CREATE TABLE notes (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
-- Where the team is missing, the author's.
CREATE POLICY read_notes ON notes FOR SELECT TO authenticated
  USING (coalesce(team_id = my_team(), author_id = (SELECT auth.uid())));

CREATE TABLE plans (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
-- Nobody's team stands in for the one that is missing.
CREATE POLICY read_plans ON plans FOR SELECT TO authenticated
  USING (coalesce(team_id, '00000000-0000-0000-0000-000000000000') IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));

CREATE TABLE tasks (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
-- Leads see what has no team.
CREATE POLICY read_tasks ON tasks FOR SELECT TO authenticated
  USING (coalesce(team_id, my_team()) IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()) AND m.is_lead));

CREATE TABLE files (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE files ENABLE ROW LEVEL SECURITY;
-- NULL is not true.
CREATE POLICY read_files ON files FOR SELECT TO authenticated
  USING ((team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))) IS TRUE);

CREATE TABLE calls (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
-- In other words.
CREATE POLICY read_calls ON calls FOR SELECT TO authenticated
  USING ((team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))) IS NOT DISTINCT FROM TRUE);

CREATE TABLE links (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE links ENABLE ROW LEVEL SECURITY;
-- NULL counts as false.
CREATE POLICY read_links ON links FOR SELECT TO authenticated
  USING (coalesce(team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())), false));

CREATE TABLE dates (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE dates ENABLE ROW LEVEL SECURITY;
-- A column that is never NULL is asked.
CREATE POLICY read_dates ON dates FOR SELECT TO authenticated
  USING ((author_id = (SELECT auth.uid())) IS NOT FALSE);
