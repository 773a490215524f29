CREATE TABLE clubs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE club_members (
  club_id uuid NOT NULL REFERENCES clubs (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  part text NOT NULL DEFAULT 'member',
  PRIMARY KEY (club_id, user_id)
);
ALTER TABLE club_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON club_members FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE FUNCTION my_clubs() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT m.club_id FROM public.club_members m WHERE m.user_id = auth.uid()
$$;

CREATE TABLE albums (id uuid PRIMARY KEY, name text NOT NULL, open boolean NOT NULL DEFAULT false);
ALTER TABLE albums ENABLE ROW LEVEL SECURITY;
CREATE POLICY look ON albums FOR SELECT USING (open);
CREATE POLICY pictures ON storage.objects FOR SELECT USING (
  bucket_id = 'pictures' AND EXISTS (SELECT 1 FROM albums a WHERE a.open AND a.id::text = split_part(objects.name, '/', 1)));
