-- A job that is taken away again, a policy that says nothing of a service, a comment that says what the rows are.
CREATE EXTENSION IF NOT EXISTS pg_cron;
CREATE TABLE prices (id bigint PRIMARY KEY, amount numeric);
ALTER TABLE prices ENABLE ROW LEVEL SECURITY;
CREATE POLICY prices_read ON prices FOR SELECT TO authenticated USING (amount IS NOT NULL);

CREATE TABLE spend (id bigint PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now());
ALTER TABLE spend ENABLE ROW LEVEL SECURITY;
SELECT cron.schedule('clean-spend', '0 * * * *', $$DELETE FROM spend WHERE made_at < now() - interval '2 hours'$$);
SELECT cron.schedule('clean-visits', '0 * * * *', $$SELECT 1$$);
SELECT cron.unschedule('clean-spend');

CREATE TABLE visits (id bigint PRIMARY KEY, amount numeric);
ALTER TABLE visits ENABLE ROW LEVEL SECURITY;
CREATE POLICY visits_by_nobody ON visits TO authenticated USING (false) WITH CHECK (false);

CREATE TABLE receipts (id bigint PRIMARY KEY, amount numeric);
ALTER TABLE receipts ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE receipts IS 'One row for each service that was sold, used by nobody yet.';
