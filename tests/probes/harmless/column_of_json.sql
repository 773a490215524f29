SET lock_timeout = '5s';
ALTER TABLE parts ADD COLUMN extra jsonb NOT NULL DEFAULT '{}';
