-- What works with each is stated in the database: a job, a policy for the service's role, a comment.
CREATE EXTENSION IF NOT EXISTS pg_cron;
CREATE TABLE prices (id bigint PRIMARY KEY, amount numeric);
ALTER TABLE prices ENABLE ROW LEVEL SECURITY;
CREATE POLICY prices_read ON prices FOR SELECT TO authenticated USING (amount IS NOT NULL);

CREATE TABLE spend (id bigint PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now());
ALTER TABLE spend ENABLE ROW LEVEL SECURITY;
SELECT cron.schedule('clean-spend', '0 * * * *', $$DELETE FROM spend WHERE made_at < now() - interval '2 hours'$$);

CREATE TABLE tallies (id bigint PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now());
ALTER TABLE tallies ENABLE ROW LEVEL SECURITY;
DO $block$
BEGIN
  PERFORM cron.schedule('clean-tallies', '0 * * * *', $$DELETE FROM public.tallies WHERE made_at < now()$$);
END
$block$;

CREATE TABLE visits (id bigint PRIMARY KEY, amount numeric);
ALTER TABLE visits ENABLE ROW LEVEL SECURITY;
CREATE POLICY visits_by_service ON visits TO service_role USING (true) WITH CHECK (true);

CREATE TABLE receipts (id bigint PRIMARY KEY, amount numeric);
ALTER TABLE receipts ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE receipts IS 'Written by the billing service.';
