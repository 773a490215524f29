ALTER DOMAIN public.share ADD CONSTRAINT within CHECK (value <= 100) NOT VALID;
