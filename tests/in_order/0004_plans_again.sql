-- Written so that it can run again: what it says is there already.
CREATE TABLE IF NOT EXISTS plans (name text PRIMARY KEY, price numeric NOT NULL);
ALTER TABLE plans ADD COLUMN IF NOT EXISTS price numeric;
ALTER TABLE plans ADD COLUMN IF NOT EXISTS seats integer;
CREATE INDEX IF NOT EXISTS idx_subscriptions_plan ON subscriptions (plan);
CREATE INDEX IF NOT EXISTS idx_subscriptions_plan ON public.subscriptions USING btree (plan);
UPDATE plans SET seats = 1 WHERE name = 'free';
