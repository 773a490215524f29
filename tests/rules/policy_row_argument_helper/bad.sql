CREATE TABLE labs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE members (
  lab_id uuid NOT NULL REFERENCES labs (id),
  user_id uuid NOT NULL UNIQUE REFERENCES auth.users (id),
  part text NOT NULL DEFAULT 'student' CHECK (part IN ('student', 'head')),
  PRIMARY KEY (lab_id, user_id)
);
ALTER TABLE labs ENABLE ROW LEVEL SECURITY;
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON members FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE FUNCTION lab_of(who uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.lab_id FROM public.members m WHERE m.user_id = who
$$;
CREATE FUNCTION is_head(who uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM public.members m WHERE m.user_id = who AND m.part = 'head');
END $$;
CREATE FUNCTION works_in(lab uuid, who uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.members m WHERE m.lab_id = lab AND m.user_id = who)
$$;
CREATE POLICY lab ON labs FOR SELECT TO authenticated USING (id = lab_of(auth.uid()));
CREATE POLICY heads ON labs FOR UPDATE TO authenticated USING (id = lab_of(auth.uid()) AND is_head(auth.uid()));

CREATE TABLE samples (
  id uuid PRIMARY KEY,
  lab_id uuid NOT NULL REFERENCES labs (id),
  taken_by uuid NOT NULL REFERENCES auth.users (id)
);
CREATE TABLE results (
  id uuid PRIMARY KEY,
  lab_id uuid NOT NULL REFERENCES labs (id),
  "By" uuid NOT NULL REFERENCES auth.users (id)
);
ALTER TABLE samples ENABLE ROW LEVEL SECURITY;
ALTER TABLE results ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON samples FOR SELECT TO authenticated USING (lab_id = lab_of(taken_by));
CREATE POLICY add ON samples FOR INSERT TO authenticated WITH CHECK (works_in(lab_id, taken_by));
CREATE POLICY heads ON results FOR SELECT TO authenticated USING ((SELECT is_head("By")));
