CREATE TABLE teams (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (team_id, user_id)
);
CREATE INDEX ON team_members (user_id);
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
CREATE FUNCTION is_member(team uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.team_members m WHERE m.user_id = auth.uid() AND m.team_id = team)
$$;
CREATE POLICY read_notes ON notes FOR SELECT TO authenticated
  USING (team_id = (SELECT my_team()) OR team_id = ANY ((SELECT my_teams())::uuid[]));
-- The planner puts the body in place of the call.
CREATE FUNCTION is_long(body text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT length(body) > 9 $$;
CREATE POLICY long_notes ON notes FOR SELECT TO authenticated USING (is_long(body) AND author_id = (SELECT auth.uid()));
-- Statements that change rows look at few.
CREATE POLICY change_notes ON notes FOR UPDATE TO authenticated USING (author_id = auth.uid() AND is_member(team_id));
CREATE POLICY drop_notes ON notes FOR DELETE TO authenticated USING (is_boss());

-- Sub-selects that run once: one that names no column of the row, and one that Postgres keeps in a hash table.
CREATE TABLE drafts (id uuid PRIMARY KEY, team_id uuid NOT NULL REFERENCES teams (id));
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_drafts ON drafts FOR SELECT TO authenticated
  USING (team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = auth.uid()));
CREATE POLICY see_drafts ON drafts FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM team_members m WHERE m.team_id = drafts.team_id AND m.user_id = auth.uid()));

CREATE TABLE draft_lines (id uuid PRIMARY KEY, draft_id uuid NOT NULL REFERENCES drafts (id));
ALTER TABLE draft_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_lines ON draft_lines FOR SELECT TO authenticated USING (draft_id IN (
  SELECT d.id FROM drafts d WHERE d.team_id IN (SELECT m.team_id FROM team_members m WHERE m.user_id = auth.uid())));

-- A few rows for everybody.
CREATE TABLE settings (key text PRIMARY KEY, value text NOT NULL);
ALTER TABLE settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_settings ON settings FOR SELECT TO authenticated USING (is_boss());

-- Files are asked for by name.
CREATE POLICY own_files ON storage.objects FOR SELECT TO authenticated
  USING (bucket_id = 'notes' AND (storage.foldername(name))[1] = auth.uid()::text);
