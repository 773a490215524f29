CREATE TABLE teams (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (team_id, user_id)
);
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON team_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));

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
-- The team reads what goes with the chat.
CREATE TABLE orders (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id), chat_id uuid NOT NULL REFERENCES chats (id) ON DELETE CASCADE);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY team_orders ON orders FOR SELECT TO authenticated
  USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = (SELECT auth.uid())));
