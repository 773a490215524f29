CREATE TABLE cards (
  id uuid PRIMARY KEY REFERENCES auth.users (id),
  nick text NOT NULL,
  shown boolean NOT NULL DEFAULT true
);
ALTER TABLE cards ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON cards FOR ALL TO authenticated USING (id = auth.uid());

CREATE VIEW directory AS
  SELECT c.nick, u.email, u.raw_user_meta_data ->> 'name' AS name
  FROM cards c JOIN auth.users u ON u.id = c.id WHERE c.shown;

-- The inner view is closed; the outer one reads it as its owner.
CREATE VIEW phones AS SELECT u.id, u.phone FROM auth.users u;
REVOKE ALL ON phones FROM anon, authenticated;
CREATE VIEW phone_book AS SELECT p.phone FROM phones p;
REVOKE ALL ON phone_book FROM anon;

CREATE MATERIALIZED VIEW latecomers AS SELECT email, last_sign_in_at FROM auth.users;
