DO $$ BEGIN ALTER DOMAIN public.grade ADD CONSTRAINT low CHECK (value < 10); END $$;
ALTER DOMAIN public.share SET NOT NULL;
