SET lock_timeout = '5s';
ALTER TABLE parts ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();
