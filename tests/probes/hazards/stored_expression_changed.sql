-- finds: column-generated-stored at public.parts
ALTER TABLE parts ALTER COLUMN doubled SET EXPRESSION AS (stock * 4);
