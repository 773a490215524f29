-- A second run stops at the policy whatever becomes of the rows: the file is run once.
INSERT INTO rates (currency, rate) VALUES ('EUR', 1.1);
ALTER TABLE rates ENABLE ROW LEVEL SECURITY;
CREATE POLICY rates_read ON rates FOR SELECT TO authenticated USING (true);
CREATE TABLE IF NOT EXISTS prices (part text, price numeric, valid boolean);
CREATE UNIQUE INDEX IF NOT EXISTS prices_valid ON prices (valid) WHERE valid;
INSERT INTO prices VALUES ('bolt', 1, true);
-- A whole key tells these apart, but the file does not let their table be there before.
INSERT INTO units VALUES ('kg');
