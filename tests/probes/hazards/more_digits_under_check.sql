-- finds: constraint-not-not-valid at public.parts
ALTER TABLE parts ALTER COLUMN price TYPE numeric(12, 2);
