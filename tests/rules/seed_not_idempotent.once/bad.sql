-- All else can be run again.
ALTER TABLE rates ADD COLUMN IF NOT EXISTS note text;
DROP POLICY IF EXISTS rates_read ON rates;
CREATE POLICY rates_read ON rates FOR SELECT TO authenticated USING (true);
COMMENT ON TABLE rates IS 'What a dollar is worth';
INSERT INTO rates (currency, rate) VALUES ('EUR', 1.1);
