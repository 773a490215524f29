-- One definition, with what the rest is built on.
CREATE TABLE guests (id bigint PRIMARY KEY, passport text NOT NULL, host_id bigint, room text);
CREATE INDEX guests_passport ON guests (passport);
ALTER TABLE guests ADD CONSTRAINT guests_host FOREIGN KEY (host_id) REFERENCES guests (id);
CREATE FUNCTION hosted() RETURNS SETOF bigint LANGUAGE sql AS $$ SELECT g.host_id FROM guests g $$;
DO $$ BEGIN UPDATE guests SET host_id = 1 WHERE id = 2; END $$;
CREATE INDEX guests_room ON guests (room);
