CREATE TABLE rooms (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL CHECK (title <> ''));
CREATE TABLE seats (
  room_id uuid NOT NULL REFERENCES rooms (id),
  user_id uuid NOT NULL REFERENCES auth.users (id),
  kind text NOT NULL DEFAULT 'guest' CHECK (kind IN ('guest', 'host')),
  PRIMARY KEY (room_id, user_id)
);
CREATE TABLE lines (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  room_id uuid NOT NULL REFERENCES rooms (id),
  said_by uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL,
  said_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE wardens (user_id uuid PRIMARY KEY REFERENCES auth.users (id), since date NOT NULL DEFAULT current_date);
CREATE TABLE complaints (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  made_by uuid NOT NULL REFERENCES auth.users (id),
  body text NOT NULL
);
CREATE TABLE follows (
  follower uuid NOT NULL REFERENCES auth.users (id),
  followed uuid NOT NULL REFERENCES auth.users (id),
  PRIMARY KEY (follower, followed)
);
CREATE TABLE pictures (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  taken_by uuid NOT NULL REFERENCES auth.users (id),
  url text NOT NULL
);
ALTER TABLE rooms ENABLE ROW LEVEL SECURITY;
ALTER TABLE seats ENABLE ROW LEVEL SECURITY;
ALTER TABLE lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE wardens ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaints ENABLE ROW LEVEL SECURITY;
ALTER TABLE follows ENABLE ROW LEVEL SECURITY;
ALTER TABLE pictures ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION sits_in(room uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (SELECT 1 FROM public.seats s WHERE s.room_id = room AND s.user_id = auth.uid())
$$;
CREATE POLICY see ON rooms FOR SELECT TO authenticated USING (sits_in(id));
CREATE POLICY see ON seats FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY hear ON lines FOR SELECT TO authenticated USING (sits_in(room_id));
CREATE POLICY say ON lines FOR INSERT TO authenticated WITH CHECK (said_by = auth.uid() AND sits_in(room_id));
CREATE POLICY own ON complaints FOR ALL TO authenticated USING (made_by = auth.uid());
CREATE POLICY warden ON complaints FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM wardens w WHERE w.user_id = auth.uid()));
CREATE POLICY see ON wardens FOR SELECT TO authenticated USING (true);
CREATE POLICY own ON pictures FOR ALL TO authenticated USING (taken_by = auth.uid());
CREATE POLICY fans ON pictures FOR SELECT TO authenticated USING (
  EXISTS (SELECT 1 FROM follows f WHERE f.follower = auth.uid() AND f.followed = pictures.taken_by));
CREATE POLICY own ON follows FOR ALL TO authenticated USING (follower = auth.uid());

CREATE POLICY enter ON seats FOR INSERT TO authenticated WITH CHECK (user_id = auth.uid() AND kind = 'guest');
CREATE POLICY enlist ON wardens FOR INSERT TO authenticated WITH CHECK (user_id = auth.uid());
