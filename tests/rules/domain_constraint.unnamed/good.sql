ALTER DOMAIN public.share ADD CHECK (value <= 100) NOT VALID;
ALTER DOMAIN public.share SET DEFAULT 0;
ALTER DOMAIN public.grade DROP CONSTRAINT positive;
-- A table that is read whole for something of its own.
ALTER TABLE public.owners ADD CONSTRAINT named CHECK (id > 0);
