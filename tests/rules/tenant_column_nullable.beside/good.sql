CREATE TABLE firms (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE staff (
  firm_id uuid NOT NULL REFERENCES firms (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  part text NOT NULL DEFAULT 'clerk',
  PRIMARY KEY (firm_id, user_id)
);
CREATE TABLE rights (
  id uuid PRIMARY KEY,
  firm_id uuid REFERENCES firms (id) ON DELETE CASCADE,
  part text NOT NULL,
  word text NOT NULL
);
ALTER TABLE firms ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON staff FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY ours ON rights FOR SELECT TO authenticated
  USING (firm_id IN (SELECT s.firm_id FROM staff s WHERE s.user_id = (SELECT auth.uid())));
-- A right without a firm holds in every firm.
CREATE FUNCTION may(firm uuid, wanted text) RETURNS boolean LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.staff s
    JOIN public.rights r ON r.part = s.part AND (r.firm_id = s.firm_id OR r.firm_id IS NULL)
    WHERE s.user_id = auth.uid() AND s.firm_id = firm AND r.word = wanted)
$$;
