-- finds: column-serial at public.parts
ALTER TABLE parts ADD COLUMN place bigserial;
