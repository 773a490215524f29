ALTER DOMAIN public.share ADD CHECK (value <= 100);
