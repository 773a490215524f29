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
CREATE POLICY drop_notes ON notes FOR DELETE TO authenticated USING (author_id = (SELECT auth.uid()) AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
-- Row security of notes holds inside the sub-select, so the comment's note is of the session's team.
CREATE TABLE comments (id uuid PRIMARY KEY, note_id uuid NOT NULL REFERENCES notes (id));
ALTER TABLE comments ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_comments ON comments TO authenticated
  USING (note_id IN (SELECT n.id FROM notes n WHERE n.author_id = (SELECT auth.uid())));
-- One row per user is that user's own.
CREATE TABLE settings (user_id uuid PRIMARY KEY REFERENCES auth.users (id), team_id uuid NOT NULL REFERENCES teams (id));
ALTER TABLE settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_settings ON settings FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

-- A statement with a WHERE passes the policy for reading too, which asks for the team.
CREATE POLICY change_notes ON notes FOR UPDATE TO authenticated USING (author_id = (SELECT auth.uid()))
  WITH CHECK (author_id = (SELECT auth.uid()) AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));

-- The team names the guest, who sees the visit whatever team they are in, and writes none.
CREATE TABLE visits (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  guest_id uuid REFERENCES auth.users (id)
);
ALTER TABLE visits ENABLE ROW LEVEL SECURITY;
CREATE POLICY team_visits ON visits TO authenticated
  USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid()))) WITH CHECK (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY guest_visits ON visits FOR SELECT TO authenticated USING (guest_id = (SELECT auth.uid()));

-- Nobody but their user reads them, nor what hangs on them.
CREATE TABLE chats (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES auth.users (id)
);
ALTER TABLE chats ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_chats ON chats FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY drop_chats ON chats FOR DELETE TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY add_chats ON chats FOR INSERT TO authenticated
  WITH CHECK (user_id = (SELECT auth.uid()) AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE TABLE lines (id uuid PRIMARY KEY, chat_id uuid NOT NULL REFERENCES chats (id) ON DELETE CASCADE);
ALTER TABLE lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_lines ON lines FOR SELECT TO authenticated
  USING (chat_id IN (SELECT c.id FROM chats c WHERE c.user_id = (SELECT auth.uid())));

-- The row goes with its author's membership.
CREATE TABLE posts (
  id uuid PRIMARY KEY,
  team_id uuid NOT NULL,
  author_id uuid NOT NULL,
  FOREIGN KEY (team_id, author_id) REFERENCES team_members (team_id, user_id) ON DELETE CASCADE
);
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_posts ON posts FOR SELECT TO authenticated USING (author_id = (SELECT auth.uid()) OR team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY add_posts ON posts FOR INSERT TO authenticated WITH CHECK (author_id = (SELECT auth.uid()));

-- Their own membership, and one row of each user, whoever reads it.
CREATE POLICY leave ON team_members FOR DELETE TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY team_settings ON settings FOR SELECT TO authenticated USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY add_settings ON settings FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()) AND team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));

-- Rows of a team or of none, and no policy asks which.
CREATE TABLE drafts (
  id uuid PRIMARY KEY,
  team_id uuid REFERENCES teams (id),
  author_id uuid NOT NULL DEFAULT auth.uid() REFERENCES auth.users (id),
  shown boolean NOT NULL DEFAULT false
);
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_drafts ON drafts FOR SELECT TO authenticated USING (author_id = (SELECT auth.uid()));
CREATE POLICY shown_drafts ON drafts FOR SELECT TO authenticated USING (shown);
