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

CREATE TABLE tips (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id) ON DELETE CASCADE, body text NOT NULL);
ALTER TABLE tips ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON tips FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()));
-- A function adds rows of no club.
CREATE TABLE logins (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), club_id uuid REFERENCES clubs (id), address text NOT NULL);
ALTER TABLE logins ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON logins FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()));
CREATE FUNCTION failed(address text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO public.logins (address) VALUES (address)
$$;
-- The migration itself adds rows of no club.
CREATE TABLE forms (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), club_id uuid REFERENCES clubs (id), body text NOT NULL);
INSERT INTO forms (body) VALUES ('join'), ('leave');
ALTER TABLE forms ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON forms FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()));
