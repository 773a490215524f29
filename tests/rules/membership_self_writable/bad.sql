CREATE TABLE clubs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE club_members (
  club_id uuid NOT NULL REFERENCES clubs (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  part text NOT NULL DEFAULT 'member' CHECK (part IN ('member', 'chair')),
  state text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'in')),
  PRIMARY KEY (club_id, user_id)
);
ALTER TABLE club_members ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION in_club(club uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.club_members m WHERE m.user_id = auth.uid() AND m.club_id = club)
$$;
CREATE FUNCTION is_chair(club uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.club_members m
    WHERE m.user_id = auth.uid() AND m.club_id = club AND m.part = 'chair')
$$;
CREATE POLICY see ON club_members FOR SELECT TO authenticated USING (user_id = auth.uid() OR in_club(club_id));
CREATE TABLE matches (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), played_on date NOT NULL);
ALTER TABLE matches ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON matches FOR SELECT TO authenticated USING (in_club(club_id));
CREATE POLICY plan ON matches FOR UPDATE TO authenticated USING (is_chair(club_id));

CREATE POLICY enter ON club_members FOR INSERT TO authenticated
  WITH CHECK (user_id = auth.uid() OR in_club(club_id));
CREATE POLICY edit ON club_members FOR UPDATE TO authenticated
  USING (user_id = auth.uid()) WITH CHECK (user_id = auth.uid() AND in_club(club_id));
CREATE TABLE accounts (id uuid PRIMARY KEY REFERENCES auth.users (id), staff boolean NOT NULL DEFAULT false, nick text);
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts FOR ALL TO authenticated USING (id = auth.uid());
CREATE FUNCTION is_staff() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT COALESCE((SELECT a.staff FROM public.accounts a WHERE a.id = auth.uid() AND a.staff), false)
$$;
CREATE TABLE notices (id uuid PRIMARY KEY, body text NOT NULL);
ALTER TABLE notices ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON notices FOR SELECT USING (true);
CREATE POLICY post ON notices FOR INSERT TO authenticated
  WITH CHECK (EXISTS (SELECT 1 FROM accounts a WHERE a.id = auth.uid() AND a.staff));
