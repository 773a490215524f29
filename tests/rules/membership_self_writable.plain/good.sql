CREATE TABLE persons (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE clubs (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE club_members (
  club_id uuid NOT NULL REFERENCES clubs (id),
  person_id uuid NOT NULL REFERENCES persons (id),
  PRIMARY KEY (club_id, person_id)
);
CREATE TABLE matches (id uuid PRIMARY KEY, club_id uuid NOT NULL REFERENCES clubs (id));
CREATE ROLE player NOLOGIN;
GRANT SELECT ON matches TO player;
GRANT SELECT ON club_members TO player;
ALTER TABLE club_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE matches ENABLE ROW LEVEL SECURITY;
CREATE POLICY see ON club_members FOR SELECT TO player
  USING (person_id = current_setting('app.user_id', true)::uuid);
CREATE POLICY see ON matches FOR SELECT TO player USING (club_id IN (
  SELECT m.club_id FROM club_members m WHERE m.person_id = current_setting('app.user_id', true)::uuid));
CREATE POLICY enter ON club_members FOR INSERT TO player
  WITH CHECK (person_id = current_setting('app.user_id', true)::uuid);
-- Entered by invitation only, which a trigger looks for.
GRANT INSERT ON club_members TO player;
CREATE TABLE invitations (club_id uuid NOT NULL REFERENCES clubs (id), person_id uuid NOT NULL REFERENCES persons (id));
CREATE FUNCTION ask_invitation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.invitations i WHERE i.club_id = NEW.club_id AND i.person_id = NEW.person_id) THEN
    RAISE EXCEPTION 'not invited';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ask_invitation BEFORE INSERT ON club_members FOR EACH ROW EXECUTE FUNCTION ask_invitation();
