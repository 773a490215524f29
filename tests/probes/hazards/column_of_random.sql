-- finds: column-volatile-default at public.parts
ALTER TABLE parts ADD COLUMN token uuid DEFAULT gen_random_uuid();
