-- finds: not-null-scan at public.parts
ALTER TABLE parts ALTER COLUMN stock SET NOT NULL;
