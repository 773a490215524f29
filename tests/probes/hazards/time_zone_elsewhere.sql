-- finds: column-type-rewrite at public.parts
SET timezone = 'America/New_York';
ALTER TABLE parts ALTER COLUMN counted_at TYPE timestamptz;
