-- finds: table-rewrite at public.parts
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
ALTER TABLE parts ADD COLUMN grams positive;
