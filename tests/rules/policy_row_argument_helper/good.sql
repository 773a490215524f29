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
  taken_by uuid NOT NULL REFERENCES auth.users (id),
  checked_by uuid REFERENCES auth.users (id)
);
CREATE TABLE cards (id uuid PRIMARY KEY REFERENCES auth.users (id), nick text, open boolean NOT NULL DEFAULT false);
ALTER TABLE samples ENABLE ROW LEVEL SECURITY;
ALTER TABLE cards ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON samples FOR SELECT TO authenticated USING (lab_id = lab_of(auth.uid()));
-- Of the row's user, who is the session's; and of another, in the session's lab.
CREATE POLICY add ON samples FOR INSERT TO authenticated
  WITH CHECK (taken_by = auth.uid() AND works_in(lab_id, taken_by));
CREATE POLICY pass ON samples FOR UPDATE TO authenticated
  USING (lab_id = lab_of(auth.uid())) WITH CHECK (lab_id = lab_of(auth.uid()) AND works_in(lab_id, checked_by));
-- What is told of a user.
CREATE POLICY heads ON cards FOR SELECT TO authenticated USING (is_head(id));
CREATE FUNCTION is_open(who uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.cards c WHERE c.id = who AND c.open)
$$;
CREATE POLICY public_author ON samples FOR SELECT TO authenticated USING (is_open(taken_by));
-- The function asks for the session itself.
CREATE FUNCTION shares_lab(who uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.members a JOIN public.members b ON a.lab_id = b.lab_id
    WHERE a.user_id = who AND b.user_id = auth.uid())
$$;
CREATE POLICY colleagues ON samples FOR DELETE TO authenticated USING (shares_lab(taken_by));
