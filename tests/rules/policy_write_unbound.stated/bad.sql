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
-- Any team's: critical. Moved by a statement that reads no column: high.
CREATE POLICY add_notes ON notes FOR INSERT TO app_user WITH CHECK (author_id = (SELECT me()));
CREATE POLICY change_notes ON notes FOR UPDATE TO app_user USING (author_id = (SELECT me()));

-- A parent of the session's team: high.
CREATE TABLE replies (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id), note_id uuid NOT NULL REFERENCES notes (id));
ALTER TABLE replies ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON replies TO app_user;
CREATE POLICY read_replies ON replies FOR SELECT TO app_user USING (in_team(team_id));
CREATE POLICY add_replies ON replies FOR INSERT TO app_user WITH CHECK (EXISTS (SELECT 1 FROM notes n WHERE n.id = replies.note_id));

-- Both by one policy: it is told by the worse.
CREATE TABLE files (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id), author_id uuid NOT NULL REFERENCES people (id));
ALTER TABLE files ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE ON files TO app_user;
CREATE POLICY own_files ON files TO app_user USING (author_id = (SELECT me()));
CREATE POLICY see_files ON files FOR SELECT TO app_user USING (true);
CREATE POLICY of_a_team ON files AS RESTRICTIVE FOR SELECT TO app_user USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT me())));

-- USING holds for the new row too. No other policy asks for the team alone, and in one place, so none gives the fix.
CREATE TABLE pins (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id), author_id uuid NOT NULL REFERENCES people (id));
ALTER TABLE pins ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON pins TO app_user;
CREATE POLICY read_pins ON pins FOR SELECT TO app_user USING (author_id = (SELECT me()) OR team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT me())));
CREATE POLICY drop_pins ON pins FOR DELETE TO app_user USING (author_id = (SELECT me()) AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT me())));
CREATE POLICY change_pins ON pins FOR UPDATE TO app_user USING (author_id = (SELECT me()));

-- Here one does.
CREATE TABLE cards (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id), author_id uuid NOT NULL REFERENCES people (id));
ALTER TABLE cards ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON cards TO app_user;
CREATE POLICY read_cards ON cards FOR SELECT TO app_user USING (author_id = (SELECT me()) OR team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT me())));
CREATE POLICY drop_cards ON cards FOR DELETE TO app_user USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT me())));
CREATE POLICY change_cards ON cards FOR UPDATE TO app_user USING (author_id = (SELECT me()));
