CREATE TABLE spend (id bigint PRIMARY KEY, amount numeric);
ALTER TABLE spend ENABLE ROW LEVEL SECURITY;

CREATE TABLE prices (id bigint PRIMARY KEY, amount numeric);
ALTER TABLE prices ENABLE ROW LEVEL SECURITY;
CREATE POLICY prices_read ON prices FOR SELECT TO authenticated USING (amount IS NOT NULL);
