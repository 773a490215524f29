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
CREATE FUNCTION my_team() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.team_id FROM public.team_members m WHERE m.user_id = auth.uid()
$$;
CREATE FUNCTION my_teams() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT array_agg(m.team_id) FROM public.team_members m WHERE m.user_id = auth.uid()
$$;
CREATE FUNCTION is_boss() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.team_members m WHERE m.user_id = auth.uid())
$$;
CREATE POLICY read_notes ON notes FOR SELECT TO authenticated USING (team_id = my_team() OR team_id = ANY (my_teams()));
CREATE POLICY all_notes ON notes FOR ALL TO authenticated
  USING (is_boss() AND body <> 'is (not) auth.uid()' AND author_id = auth.uid())
  WITH CHECK (EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = notes.team_id AND m.user_id = auth.uid()));

-- Tied to the row by more than =, so that Postgres looks it up for each row.
CREATE TABLE drafts (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id), rank integer NOT NULL);
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
CREATE TABLE ranks (user_id uuid NOT NULL REFERENCES auth.users (id), rank integer NOT NULL, PRIMARY KEY (user_id, rank));
CREATE POLICY read_drafts ON drafts FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM ranks r WHERE r.rank > drafts.rank AND r.user_id = auth.uid()));

-- The index over the user is of no use beside a policy that asks for something else.
CREATE TABLE files (id uuid PRIMARY KEY, author_id uuid NOT NULL REFERENCES auth.users (id), public boolean NOT NULL DEFAULT false);
CREATE INDEX ON files (author_id);
ALTER TABLE files ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_files ON files FOR SELECT TO authenticated USING (author_id = auth.uid());
CREATE POLICY public_files ON files FOR SELECT TO authenticated USING (public);
