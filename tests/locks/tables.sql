-- What every form is run on; each table holds 200 rows, so that reading them shows.
CREATE SCHEMA other;
CREATE TABLE shops (id bigint PRIMARY KEY, name text NOT NULL, code text);
CREATE UNIQUE INDEX shops_code ON shops (code);
CREATE DOMAIN amount AS integer;
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN doubtful AS integer;
CREATE TYPE phase AS ENUM ('open', 'done');
CREATE TABLE parts (
  id bigint PRIMARY KEY,
  shop_id bigint NOT NULL,
  slug varchar(20) NOT NULL DEFAULT 'x',
  label text,
  mark char(10) DEFAULT 'x',
  phase phase NOT NULL DEFAULT 'open',
  stock integer DEFAULT 1,
  ordered amount DEFAULT 1,
  weight doubtful DEFAULT 1,
  price numeric(10, 2) DEFAULT 1,
  cost numeric(10, 2) DEFAULT 1,
  counted_at timestamp DEFAULT now(),
  doubled integer GENERATED ALWAYS AS (stock * 2) STORED,
  extra jsonb DEFAULT '{}',
  name text NOT NULL DEFAULT 'x',
  number bigint GENERATED ALWAYS AS IDENTITY,
  title text DEFAULT 'x',
  CONSTRAINT price_not_negative CHECK (price >= 0),
  CONSTRAINT title_given CHECK (title IS NOT NULL)
);
ALTER DOMAIN doubtful ADD CONSTRAINT not_negative CHECK (VALUE >= 0) NOT VALID;
ALTER TABLE parts ADD CONSTRAINT stock_below CHECK (stock < 1000) NOT VALID;
CREATE INDEX parts_slug ON parts (slug);
CREATE INDEX parts_stock ON parts (stock);
CREATE INDEX parts_label ON parts (label);
CREATE TABLE notes (id bigint NOT NULL, part_id bigint, shop_id bigint, body text);
CREATE UNIQUE INDEX notes_id ON notes (id);
CREATE INDEX notes_part_id ON notes (part_id);
ALTER TABLE notes ADD CONSTRAINT notes_part FOREIGN KEY (part_id) REFERENCES parts;
ALTER TABLE notes ADD CONSTRAINT notes_shop FOREIGN KEY (shop_id) REFERENCES shops NOT VALID;
CREATE TABLE drafts (id bigint, body text, spare bigint);
CREATE UNIQUE INDEX drafts_id ON drafts (id);
CREATE UNLOGGED TABLE scratch (id bigint PRIMARY KEY, body text);
CREATE TABLE visits (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE visits_2024 PARTITION OF visits FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE visits_rest PARTITION OF visits DEFAULT;
CREATE TABLE visits_2026 (LIKE visits, CONSTRAINT of_2026 CHECK (at >= '2026-01-01' AND at < '2027-01-01'));
ALTER TABLE visits_rest ADD CONSTRAINT not_of_2027 CHECK (at < '2027-01-01' OR at >= '2028-01-01');
CREATE TABLE visits_2027 (LIKE visits, CONSTRAINT of_2027 CHECK (at >= '2027-01-01' AND at < '2028-01-01'));
CREATE TABLE sales (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE sales_2024 PARTITION OF sales FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE sales_2025 (LIKE sales, CONSTRAINT of_2025 CHECK (at >= '2025-01-01' AND at < '2026-01-01'));
CREATE TABLE sales_2026 (LIKE sales);
CREATE TABLE calls (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE calls_2024 PARTITION OF calls FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX calls_at ON ONLY calls (at);
CREATE INDEX calls_2024_at ON calls_2024 (at);
INSERT INTO shops SELECT g, 'x', g FROM generate_series(1, 200) AS g;
INSERT INTO parts (id, shop_id, label) SELECT g, g, g FROM generate_series(1, 200) AS g;
INSERT INTO notes SELECT g, g, g, 'x' FROM generate_series(1, 200) AS g;
INSERT INTO drafts SELECT g, 'x', g FROM generate_series(1, 200) AS g;
INSERT INTO scratch SELECT g, 'x' FROM generate_series(1, 200) AS g;
INSERT INTO visits_2024 SELECT g, '2024-06-01' FROM generate_series(1, 200) AS g;
INSERT INTO visits_rest SELECT g, '2030-06-01' FROM generate_series(1, 200) AS g;
INSERT INTO visits_2026 SELECT g, '2026-06-01' FROM generate_series(1, 200) AS g;
INSERT INTO visits_2027 SELECT g, '2027-06-01' FROM generate_series(1, 200) AS g;
INSERT INTO sales_2024 SELECT g, '2024-06-01' FROM generate_series(1, 200) AS g;
INSERT INTO sales_2025 SELECT g, '2025-06-01' FROM generate_series(1, 200) AS g;
INSERT INTO sales_2026 SELECT g, '2026-06-01' FROM generate_series(1, 200) AS g;
CREATE VIEW scarce AS SELECT id, name FROM parts;
CREATE MATERIALIZED VIEW stock AS SELECT shop_id, count(*) AS parts FROM parts GROUP BY shop_id;
CREATE UNIQUE INDEX stock_shop_id ON stock (shop_id);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER stamped BEFORE UPDATE ON shops FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE POLICY own ON shops USING (id = 1);
CREATE STATISTICS parts_together ON stock, price FROM parts;
CREATE SEQUENCE numbers;
ANALYZE;
