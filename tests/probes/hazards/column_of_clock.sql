-- finds: column-volatile-default at public.parts
ALTER TABLE parts ADD COLUMN made_at timestamptz DEFAULT clock_timestamp();
