CREATE TABLE yards (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE crew (
  yard_id uuid NOT NULL REFERENCES yards (id) ON DELETE CASCADE,
  user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  part text NOT NULL DEFAULT 'hand'
);
CREATE TABLE cranes (
  id uuid PRIMARY KEY, yard_id uuid NOT NULL REFERENCES yards (id) ON DELETE CASCADE, api_token text NOT NULL
);
ALTER TABLE yards ENABLE ROW LEVEL SECURITY;
ALTER TABLE crew ENABLE ROW LEVEL SECURITY;
ALTER TABLE cranes ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION my_yard() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT c.yard_id FROM public.crew c WHERE c.user_id = auth.uid()
$$;
CREATE FUNCTION is_head() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.crew c WHERE c.user_id = auth.uid() AND c.part = 'head')
$$;
CREATE POLICY own ON crew FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY ours ON cranes FOR SELECT TO authenticated USING (yard_id = (SELECT my_yard()));
-- The crane of one yard works in another.
CREATE TABLE loans (
  id uuid PRIMARY KEY,
  yard_id uuid NOT NULL REFERENCES yards (id) ON DELETE CASCADE,
  home_yard_id uuid NOT NULL REFERENCES yards (id) ON DELETE CASCADE,
  crane_id uuid NOT NULL REFERENCES cranes (id) ON DELETE CASCADE
);
ALTER TABLE loans ENABLE ROW LEVEL SECURITY;
CREATE POLICY ours ON loans TO authenticated USING (yard_id = (SELECT my_yard()));
-- The head alone points at what holds a secret.
CREATE TABLE checks (
  id uuid PRIMARY KEY,
  yard_id uuid NOT NULL REFERENCES yards (id) ON DELETE CASCADE,
  crane_id uuid NOT NULL REFERENCES cranes (id) ON DELETE CASCADE
);
ALTER TABLE checks ENABLE ROW LEVEL SECURITY;
CREATE POLICY ours ON checks TO authenticated USING (yard_id = (SELECT my_yard()) AND (SELECT is_head()));
