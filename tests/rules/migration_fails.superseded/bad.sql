-- The second definition is refused, and what is built on its columns with it: one cause, one line.
CREATE TABLE guests (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE guests (id bigint PRIMARY KEY, passport text NOT NULL, host_id bigint);
CREATE INDEX guests_passport ON guests (passport);
ALTER TABLE guests ADD CONSTRAINT guests_host FOREIGN KEY (host_id) REFERENCES guests (id);
CREATE FUNCTION hosted() RETURNS SETOF bigint LANGUAGE sql AS $$ SELECT g.host_id FROM guests g $$;
DO $$ BEGIN UPDATE guests SET host_id = 1 WHERE id = 2; END $$;
-- No definition has this one.
CREATE INDEX guests_room ON guests (room);
