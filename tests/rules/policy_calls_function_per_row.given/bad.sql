CREATE TABLE clubs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE club_members (
  club_id uuid NOT NULL REFERENCES clubs (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  part text NOT NULL DEFAULT 'member',
  PRIMARY KEY (club_id, user_id)
);
ALTER TABLE club_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON club_members FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE FUNCTION my_clubs() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.club_id FROM public.club_members m WHERE m.user_id = auth.uid()
$$;
CREATE TABLE matches (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id), shared boolean NOT NULL DEFAULT false);
ALTER TABLE matches ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON matches FOR SELECT TO authenticated USING (club_id IN (SELECT my_clubs()) OR shared);

CREATE FUNCTION in_club(club uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.club_members m WHERE m.user_id = auth.uid() AND m.club_id = club)
$$;
CREATE FUNCTION is_shared(which uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.matches m WHERE m.id = which AND m.shared)
$$;
CREATE TABLE goals (
  id uuid PRIMARY KEY,
  club_id uuid NOT NULL REFERENCES clubs (id),
  match_id uuid NOT NULL REFERENCES matches (id),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE goal_clips (goal_id uuid PRIMARY KEY REFERENCES goals (id), url text NOT NULL);
ALTER TABLE goals ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON goals FOR SELECT TO authenticated USING (in_club(club_id));
CREATE POLICY score ON goals FOR INSERT TO authenticated WITH CHECK (in_club(club_id));
CREATE POLICY see_shared ON goals FOR SELECT TO authenticated USING (is_shared(match_id));

-- One row for a club and a month: it does not grow as goals do.
CREATE FUNCTION leads_club(club uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.club_members m WHERE m.user_id = auth.uid() AND m.club_id = club AND m.part = 'lead')
$$;
CREATE TABLE budgets (club_id uuid NOT NULL REFERENCES clubs (id), month date NOT NULL, amount numeric NOT NULL, PRIMARY KEY (club_id, month));
ALTER TABLE budgets ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON budgets FOR SELECT TO authenticated USING (leads_club(club_id));
