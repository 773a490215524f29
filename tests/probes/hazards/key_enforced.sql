-- finds: constraint-not-not-valid at public.notes
ALTER TABLE notes ALTER CONSTRAINT notes_part NOT ENFORCED;
ALTER TABLE notes ALTER CONSTRAINT notes_part ENFORCED;
