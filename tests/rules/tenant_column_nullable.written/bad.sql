CREATE TABLE clubs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE club_members (
  club_id uuid NOT NULL REFERENCES clubs (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  part text NOT NULL DEFAULT 'member',
  PRIMARY KEY (club_id, user_id)
);
ALTER TABLE club_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON club_members FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE FUNCTION my_clubs() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.club_id FROM public.club_members m WHERE m.user_id = auth.uid()
$$;
CREATE TABLE matches (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), shared boolean NOT NULL DEFAULT false);
ALTER TABLE matches ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON matches FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()) OR shared);

CREATE TABLE tips (id uuid PRIMARY KEY, club_id uuid REFERENCES clubs (id) ON DELETE SET NULL, body text NOT NULL);
ALTER TABLE tips ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON tips FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()) OR club_id IS NULL);
-- Rows from before the column say nothing of what is meant.
CREATE TABLE forms (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), body text NOT NULL);
INSERT INTO forms (body) VALUES ('join');
ALTER TABLE forms ADD COLUMN club_id uuid REFERENCES clubs (id);
DELETE FROM forms WHERE club_id IS NULL;
ALTER TABLE forms ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON forms FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()));
-- Rows without a club that are given one.
CREATE TABLE papers (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), club_id uuid REFERENCES clubs (id), body text NOT NULL);
INSERT INTO clubs (id, name) VALUES ('00000000-0000-4000-8000-000000000001', 'First');
INSERT INTO papers (body) VALUES ('rules');
UPDATE papers SET club_id = '00000000-0000-4000-8000-000000000001';
ALTER TABLE papers ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON papers FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()));
-- What the rows are taken from is not said here to lack a club.
CREATE TABLE cups (id uuid PRIMARY KEY, club_id uuid REFERENCES clubs (id));
INSERT INTO cups SELECT gen_random_uuid(), id FROM clubs;
ALTER TABLE cups ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON cups FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()));
