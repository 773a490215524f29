CREATE TABLE crews (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE mates (
  crew_id uuid NOT NULL REFERENCES crews (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  rank text NOT NULL DEFAULT 'hand',
  PRIMARY KEY (crew_id, user_id)
);
CREATE TABLE ships (id uuid PRIMARY KEY, crew_id uuid NOT NULL REFERENCES crews (id));
ALTER TABLE crews ENABLE ROW LEVEL SECURITY;
ALTER TABLE mates ENABLE ROW LEVEL SECURITY;
ALTER TABLE ships ENABLE ROW LEVEL SECURITY;
-- A function that runs as its owner breaks the circle.
CREATE FUNCTION my_crews() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.crew_id FROM public.mates m WHERE m.user_id = auth.uid()
$$;
CREATE POLICY aboard ON mates FOR SELECT TO authenticated USING (crew_id IN (SELECT my_crews()));
-- An INSERT whose look-up meets a policy without one.
CREATE POLICY hire ON mates FOR INSERT TO authenticated
  WITH CHECK (EXISTS (SELECT 1 FROM crews c WHERE c.id = mates.crew_id));
CREATE POLICY all_crews ON crews FOR SELECT TO authenticated USING (true);
CREATE POLICY see ON ships FOR SELECT TO authenticated
  USING (crew_id IN (SELECT m.crew_id FROM mates m WHERE m.user_id = auth.uid()));

CREATE TABLE albums (id uuid PRIMARY KEY, made_by uuid NOT NULL REFERENCES auth.users (id));
CREATE TABLE guests (
  album_id uuid NOT NULL REFERENCES albums (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (album_id, user_id)
);
ALTER TABLE albums ENABLE ROW LEVEL SECURITY;
ALTER TABLE guests ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON albums FOR ALL TO authenticated USING (made_by = auth.uid());
CREATE POLICY invited ON albums FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM guests g WHERE g.album_id = albums.id AND g.user_id = auth.uid()));
CREATE POLICY mine ON guests FOR ALL TO authenticated USING (user_id = auth.uid());

CREATE TABLE lodgers (house int NOT NULL, user_id uuid NOT NULL REFERENCES auth.users (id), PRIMARY KEY (house, user_id));
ALTER TABLE lodgers ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION lodges(where_to int) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM public.lodgers l WHERE l.house = where_to AND l.user_id = auth.uid());
END $$;
CREATE POLICY housemates ON lodgers FOR SELECT TO authenticated USING (lodges(house));
