CREATE TABLE people (id uuid PRIMARY KEY REFERENCES auth.users (id), part varchar(20) NOT NULL DEFAULT 'guest', name text NOT NULL);
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION my_part() RETURNS varchar LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT p.part FROM public.people p WHERE p.id = auth.uid()
$$;
CREATE TABLE trips (id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES people (id), day date NOT NULL);
ALTER TABLE trips ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_trips ON trips FOR SELECT TO authenticated USING (person_id = (SELECT auth.uid()));
CREATE POLICY all_trips ON trips FOR SELECT TO authenticated USING ((SELECT my_part()) IN ('lead', 'clerk'));
