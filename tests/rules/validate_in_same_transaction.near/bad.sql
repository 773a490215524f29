ALTER TABLE public.orders ADD CONSTRAINT size_positive CHECK (size > 0) NOT VALID;
ALTER TABLE public.returns ADD CONSTRAINT said CHECK (reason <> '') NOT VALID;
DO $$ BEGIN ALTER TABLE public.orders VALIDATE CONSTRAINT size_positive; END $$;
