CREATE TABLE clubs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE club_members (
  club_id uuid NOT NULL REFERENCES clubs (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (club_id, user_id)
);
ALTER TABLE club_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON club_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION in_club(club uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.club_members m WHERE m.user_id = auth.uid() AND m.club_id = club)
$$;

CREATE TABLE matches (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), who uuid NOT NULL REFERENCES auth.users (id), words text NOT NULL);
ALTER TABLE matches ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON matches FOR SELECT TO authenticated USING (club_id IN (SELECT m.club_id FROM club_members m WHERE m.user_id = (SELECT auth.uid())));

CREATE TABLE goals (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), who uuid NOT NULL REFERENCES auth.users (id), words text NOT NULL);
ALTER TABLE goals ENABLE ROW LEVEL SECURITY;
-- Only the row is asked.
CREATE FUNCTION is_told(words text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = '' AS $$ BEGIN RETURN pg_catalog.length(words) > 3; END $$;
CREATE POLICY see ON goals FOR SELECT TO authenticated USING (who = (SELECT auth.uid()) AND is_told(words));

CREATE TABLE clips (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), who uuid NOT NULL REFERENCES auth.users (id), words text NOT NULL);
ALTER TABLE clips ENABLE ROW LEVEL SECURITY;
-- The planner writes it out.
CREATE FUNCTION is_mine(who uuid) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT who = (SELECT auth.uid()) $$;
CREATE POLICY see ON clips FOR SELECT TO authenticated USING (is_mine(who));

CREATE TABLE shots (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), who uuid NOT NULL REFERENCES auth.users (id), words text NOT NULL);
ALTER TABLE shots ENABLE ROW LEVEL SECURITY;
-- No client passes here.
CREATE POLICY serve ON shots FOR SELECT TO service_role USING (in_club(club_id));

CREATE TABLE saves (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), who uuid NOT NULL REFERENCES auth.users (id), words text NOT NULL);
ALTER TABLE saves ENABLE ROW LEVEL SECURITY;
-- A new row is one.
CREATE POLICY add ON saves FOR INSERT TO authenticated WITH CHECK (in_club(club_id));
