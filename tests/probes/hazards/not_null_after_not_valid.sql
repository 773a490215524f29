-- finds: not-null-scan at public.parts
ALTER TABLE parts ADD CONSTRAINT stock_given NOT NULL stock NOT VALID;
ALTER TABLE parts ALTER COLUMN stock SET NOT NULL;
