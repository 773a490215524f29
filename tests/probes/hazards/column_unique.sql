-- finds: unique-without-index at public.parts
ALTER TABLE parts ADD COLUMN grams integer UNIQUE;
