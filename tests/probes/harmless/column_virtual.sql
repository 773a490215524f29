SET lock_timeout = '5s';
ALTER TABLE parts ADD COLUMN tripled integer GENERATED ALWAYS AS (stock * 3) VIRTUAL;
