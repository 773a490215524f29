CREATE ROLE app_user NOLOGIN;
CREATE TABLE people (id uuid PRIMARY KEY, name text NOT NULL);
CREATE FUNCTION me() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT current_setting('app.user_id', true)::uuid $$;
CREATE TABLE teams (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES people (id),
  PRIMARY KEY (team_id, user_id)
);
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON team_members TO app_user;
CREATE POLICY own ON team_members FOR SELECT TO app_user USING (user_id = (SELECT me()));
CREATE FUNCTION in_team(team uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.team_members m WHERE m.user_id = public.me() AND m.team_id = team)
$$;
CREATE TABLE notes (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES people (id),
  body text NOT NULL
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO app_user;
CREATE POLICY read_notes ON notes FOR SELECT TO app_user USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT me())));
CREATE POLICY add_notes ON notes FOR INSERT TO app_user WITH CHECK (author_id = (SELECT me()) AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT me())));
CREATE POLICY change_notes ON notes FOR UPDATE TO app_user USING (author_id = (SELECT me()))
  WITH CHECK (author_id = (SELECT me()) AND in_team(team_id));
