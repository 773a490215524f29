CREATE TABLE parcels (id bigint PRIMARY KEY, weight integer NOT NULL, label text);
CREATE TABLE scans (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parcel bigint NOT NULL, seen timestamptz);
CREATE TABLE stickers (id bigint PRIMARY KEY);
CREATE FUNCTION note_scan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO scans (parcel, seen) VALUES (NEW.id, now());
  RETURN NEW;
END $$;
CREATE TRIGGER note_scan AFTER UPDATE ON parcels FOR EACH ROW EXECUTE FUNCTION note_scan();
