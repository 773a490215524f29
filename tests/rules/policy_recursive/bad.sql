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
-- Its own table.
CREATE POLICY aboard ON mates FOR SELECT TO authenticated
  USING (crew_id IN (SELECT m.crew_id FROM mates m WHERE m.user_id = auth.uid()));
CREATE POLICY hire ON mates FOR INSERT TO authenticated
  WITH CHECK (EXISTS (SELECT 1 FROM mates m WHERE m.crew_id = mates.crew_id AND m.user_id = auth.uid() AND m.rank = 'master'));
CREATE POLICY see ON ships FOR SELECT TO authenticated
  USING (crew_id IN (SELECT m.crew_id FROM mates m WHERE m.user_id = auth.uid()));

-- Two tables that ask each other.
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
CREATE POLICY mine ON guests FOR ALL TO authenticated
  USING (EXISTS (SELECT 1 FROM albums a WHERE a.id = guests.album_id AND a.made_by = auth.uid()));

-- A function that runs as its caller: found when there is a row.
CREATE TABLE lodgers (house int NOT NULL, user_id uuid NOT NULL REFERENCES auth.users (id), PRIMARY KEY (house, user_id));
ALTER TABLE lodgers ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION lodges(where_to int) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = '' AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM public.lodgers l WHERE l.house = where_to AND l.user_id = auth.uid());
END $$;
CREATE POLICY housemates ON lodgers FOR SELECT TO authenticated USING (lodges(house));
