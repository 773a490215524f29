CREATE TABLE teams (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (team_id, user_id)
);
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON team_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

CREATE TABLE notes (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_notes ON notes FOR SELECT TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY add_notes ON notes FOR INSERT TO authenticated
  WITH CHECK (author_id = (SELECT auth.uid()) AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
-- Postgres applies USING to the new row.
CREATE POLICY change_notes ON notes FOR UPDATE TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));

-- Nobody else ever meets these rows, but who looks after all teams.
CREATE TABLE staff (user_id uuid PRIMARY KEY REFERENCES auth.users (id));
ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
CREATE TABLE bookmarks (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  url text NOT NULL
);
ALTER TABLE bookmarks ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION is_staff() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.staff s WHERE s.user_id = auth.uid())
$$;
CREATE POLICY own ON bookmarks FOR ALL TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY staff_bookmarks ON bookmarks FOR SELECT TO authenticated USING ((SELECT is_staff()));

-- A statement with a WHERE passes the policy for reading too, which asks the new row for the team.
CREATE TABLE drafts (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  author_id uuid NOT NULL REFERENCES auth.users (id)
);
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_drafts ON drafts FOR SELECT TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY change_drafts ON drafts FOR UPDATE TO authenticated USING (author_id = (SELECT auth.uid()));

-- All rows are open: policy-always-true says so, once.
CREATE TABLE scraps (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id));
ALTER TABLE scraps ENABLE ROW LEVEL SECURITY;
CREATE POLICY any_scrap ON scraps FOR ALL TO authenticated USING (true);

-- The foreign key ties the team to the author's membership, and to the note that is asked for.
CREATE TABLE posts (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL,
  author_id uuid NOT NULL,
  FOREIGN KEY (team_id, author_id) REFERENCES team_members (team_id, user_id)
);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_posts ON posts FOR SELECT TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY add_posts ON posts FOR INSERT TO authenticated WITH CHECK (author_id = (SELECT auth.uid()));
ALTER TABLE notes ADD UNIQUE (id, team_id);
CREATE TABLE replies (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  note_id uuid NOT NULL,
  FOREIGN KEY (note_id, team_id) REFERENCES notes (id, team_id)
);
ALTER TABLE replies ENABLE ROW LEVEL SECURITY;
CREATE POLICY add_replies ON replies FOR INSERT TO authenticated WITH CHECK (EXISTS (SELECT 1 FROM notes n WHERE n.id = replies.note_id));

-- Who joins a team is membership-self-writable's to say.
CREATE POLICY join_team ON team_members FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));

-- All rows of the table can be changed: policy-always-true says so.
CREATE TABLE boards (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id), author_id uuid NOT NULL REFERENCES auth.users (id));
ALTER TABLE boards ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_boards ON boards FOR SELECT TO authenticated USING (true);
CREATE POLICY change_boards ON boards FOR UPDATE TO authenticated USING (true);
