-- finds: constraint-not-not-valid at public.parts
ALTER TABLE parts ADD COLUMN grams integer CHECK (grams > 0);
