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
-- The session's own team stands in for the one that is missing.
CREATE POLICY read_notes ON notes FOR SELECT TO authenticated
  USING (coalesce(team_id, my_team()) IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));

CREATE TABLE plans (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
-- The same of one value.
CREATE POLICY read_plans ON plans FOR SELECT TO authenticated
  USING (coalesce(team_id, my_team()) = my_team());

CREATE TABLE tasks (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
-- And in a look-up.
CREATE POLICY read_tasks ON tasks FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = coalesce(tasks.team_id, my_team()) AND m.user_id = (SELECT auth.uid())));

CREATE TABLE files (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE files ENABLE ROW LEVEL SECURITY;
-- NULL is not false.
CREATE POLICY read_files ON files FOR SELECT TO authenticated
  USING ((team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))) IS NOT FALSE);

CREATE TABLE calls (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
-- In other words.
CREATE POLICY read_calls ON calls FOR SELECT TO authenticated
  USING ((team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))) IS DISTINCT FROM FALSE);

CREATE TABLE links (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE links ENABLE ROW LEVEL SECURITY;
-- NULL counts as true.
CREATE POLICY read_links ON links FOR SELECT TO authenticated
  USING (coalesce(team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())), true));

CREATE TABLE dates (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE dates ENABLE ROW LEVEL SECURITY;
-- Not in any other team.
CREATE POLICY read_dates ON dates FOR SELECT TO authenticated
  USING ((team_id NOT IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))) IS NOT TRUE);
