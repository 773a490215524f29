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
-- It asks another that does.
CREATE FUNCTION asks_on(club uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT public.in_club(club)
$$;
CREATE POLICY see ON matches FOR SELECT TO authenticated USING (asks_on(club_id));

CREATE TABLE goals (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), who uuid NOT NULL REFERENCES auth.users (id), words text NOT NULL);
ALTER TABLE goals ENABLE ROW LEVEL SECURITY;
-- What it reads is built when it runs.
CREATE FUNCTION built(club uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  v_found boolean;
BEGIN
  EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || 'public.club_members m WHERE m.club_id = $1)' INTO v_found USING club;
  RETURN v_found;
END;
$$;
CREATE POLICY see ON goals FOR SELECT TO authenticated USING (built(club_id));

CREATE TABLE clips (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), who uuid NOT NULL REFERENCES auth.users (id), words text NOT NULL);
ALTER TABLE clips ENABLE ROW LEVEL SECURITY;
-- It asks the session, and a setting of its own keeps the planner from writing it out.
CREATE FUNCTION is_mine(who uuid) RETURNS boolean LANGUAGE sql STABLE SET search_path = '' AS $$ SELECT who = auth.uid() $$;
CREATE POLICY see ON clips FOR SELECT TO authenticated USING (is_mine(who));

CREATE TABLE shots (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), who uuid NOT NULL REFERENCES auth.users (id), words text NOT NULL);
ALTER TABLE shots ENABLE ROW LEVEL SECURITY;
-- So does STRICT.
CREATE FUNCTION is_own(who uuid) RETURNS boolean LANGUAGE sql STABLE STRICT AS $$ SELECT who = auth.uid() $$;
CREATE POLICY see ON shots FOR SELECT TO authenticated USING (is_own(who));

CREATE TABLE saves (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), who uuid NOT NULL REFERENCES auth.users (id), words text NOT NULL);
ALTER TABLE saves ENABLE ROW LEVEL SECURITY;
-- And another language.
CREATE FUNCTION is_his(who uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN who = auth.uid(); END $$;
CREATE POLICY see ON saves FOR SELECT TO authenticated USING (is_his(who));
