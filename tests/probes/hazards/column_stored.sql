-- finds: column-generated-stored at public.parts
ALTER TABLE parts ADD COLUMN tripled integer GENERATED ALWAYS AS (stock * 3) STORED;
