CREATE TABLE cards (
  id uuid PRIMARY KEY REFERENCES auth.users (id),
  nick text NOT NULL,
  shown boolean NOT NULL DEFAULT true
);
ALTER TABLE cards ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON cards FOR ALL TO authenticated USING (id = auth.uid());

-- Of whoever asks, the number of all, what tells nothing of a person, and what no client reaches.
CREATE VIEW me AS SELECT u.id, u.email FROM auth.users u WHERE u.id = auth.uid();
CREATE VIEW tally AS SELECT count(u.email) AS users FROM auth.users u;
CREATE VIEW joined AS SELECT c.nick, u.created_at FROM cards c JOIN auth.users u ON u.id = c.id WHERE u.email <> '';
CREATE VIEW directory WITH (security_invoker = true) AS
  SELECT c.nick, u.email FROM cards c JOIN auth.users u ON u.id = c.id;
CREATE VIEW phones AS SELECT u.id, u.phone FROM auth.users u;
REVOKE ALL ON phones FROM anon, authenticated;
CREATE MATERIALIZED VIEW latecomers AS SELECT email, last_sign_in_at FROM auth.users;
REVOKE ALL ON latecomers FROM anon, authenticated;
GRANT SELECT ON auth.users TO authenticated;
CREATE POLICY own ON auth.users FOR SELECT TO authenticated USING (id = auth.uid());
