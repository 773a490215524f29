-- What is in use before each probe: a few tables of every kind that a statement can hurt.
CREATE TABLE shops (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE members (
  shop_id bigint NOT NULL REFERENCES shops,
  user_id uuid NOT NULL,
  PRIMARY KEY (shop_id, user_id)
);

CREATE DOMAIN amount AS integer;
CREATE TYPE phase AS ENUM ('open', 'done');
CREATE TABLE parts (
  id bigint PRIMARY KEY,
  shop_id bigint NOT NULL REFERENCES shops,
  code varchar(10) NOT NULL,
  title text,
  stock integer,
  reserved amount,
  doubled integer GENERATED ALWAYS AS (stock * 2) STORED,
  price numeric(10, 2),
  phase phase NOT NULL DEFAULT 'open',
  weight numeric(10, 2),
  counted_at timestamp,
  CONSTRAINT price_not_negative CHECK (price >= 0)
);
CREATE INDEX parts_shop_id ON parts (shop_id);
CREATE INDEX parts_code ON parts (code);
ALTER TABLE parts ADD CONSTRAINT title_given CHECK (title IS NOT NULL);

CREATE TABLE notes (id bigint NOT NULL, part_id bigint, body text);
CREATE INDEX notes_part_id ON notes (part_id);
CREATE UNIQUE INDEX notes_id ON notes (id);
ALTER TABLE notes ADD CONSTRAINT notes_part FOREIGN KEY (part_id) REFERENCES parts NOT VALID;
CREATE TABLE drafts (id bigint, body text);
CREATE UNIQUE INDEX drafts_id ON drafts (id);
CREATE TABLE tags (id integer PRIMARY KEY, word text);
CREATE UNLOGGED TABLE scratch (id bigint PRIMARY KEY, body text);

CREATE TABLE visits (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE visits_2024 PARTITION OF visits FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE visits_rest PARTITION OF visits DEFAULT;
ALTER TABLE visits_rest ADD CONSTRAINT not_of_2026 CHECK (at < '2026-01-01' OR at >= '2027-01-01');
CREATE TABLE visits_2026 (
  id bigint NOT NULL,
  at date NOT NULL,
  CONSTRAINT of_2026 CHECK (at >= '2026-01-01' AND at < '2027-01-01')
);
CREATE TABLE sales (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE sales_2024 PARTITION OF sales FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE sales_2025 (
  id bigint NOT NULL,
  at date NOT NULL,
  CONSTRAINT of_2025 CHECK (at >= '2025-01-01' AND at < '2026-01-01')
);
CREATE TABLE sales_2026 (id bigint NOT NULL, at date NOT NULL);

CREATE MATERIALIZED VIEW stock_by_shop AS SELECT shop_id, sum(stock) AS stock FROM parts GROUP BY shop_id;
CREATE UNIQUE INDEX stock_by_shop_id ON stock_by_shop (shop_id);
CREATE VIEW scarce AS SELECT id, code FROM parts WHERE stock < 5;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RETURN new;
END
$$;
CREATE ROLE clerk NOLOGIN;
CREATE ROLE keeper LOGIN;
GRANT keeper TO CURRENT_USER;
GRANT CREATE ON SCHEMA public TO keeper;
ALTER TABLE notes OWNER TO keeper;

ALTER TABLE shops ENABLE ROW LEVEL SECURITY;
ALTER TABLE members ENABLE ROW LEVEL SECURITY;
ALTER TABLE parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON members TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY own ON shops FOR SELECT TO authenticated
  USING (id IN (SELECT m.shop_id FROM members AS m WHERE m.user_id = (SELECT auth.uid())));
CREATE POLICY own ON parts TO authenticated
  USING (shop_id IN (SELECT m.shop_id FROM members AS m WHERE m.user_id = (SELECT auth.uid())));
REVOKE ALL ON notes, drafts, tags, scratch, visits, sales FROM anon, authenticated;
