CREATE TABLE orders (id bigint PRIMARY KEY, note text CONSTRAINT note_given CHECK (note <> ''), UNIQUE (note));
ALTER TABLE orders ADD CONSTRAINT one_note UNIQUE (note);
CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint CONSTRAINT of_order REFERENCES orders (id));

-- A name of several words, and a table that no file makes.
CREATE POLICY "Clerks may read all" ON orders USING (EXISTS (SELECT 1 FROM clerks));
CREATE TRIGGER touched BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();

-- Two of one cause: rows of orders are not there.
INSERT INTO lines VALUES (1, 7);
INSERT INTO lines VALUES (2, 8);

-- Comes with an extension that nobody asked for.
SELECT cron.schedule('nightly', '0 3 * * *', 'SELECT 1');

-- The name of the key is taken by another table's.
CREATE TABLE receipts (id bigint, note text, CONSTRAINT one_note UNIQUE (note));

-- Two that fit one call.
CREATE FUNCTION whose(p uuid DEFAULT NULL) RETURNS uuid LANGUAGE sql AS $$ SELECT p $$;
CREATE FUNCTION whose() RETURNS uuid LANGUAGE sql AS $$ SELECT NULL::uuid $$;
CREATE VIEW mine AS SELECT whose() AS id;

-- One file, one transaction: what stands between goes with what is refused.
BEGIN;
ALTER TABLE guests ADD COLUMN note text;
CREATE TABLE hosts (id bigint PRIMARY KEY);
COMMIT;
