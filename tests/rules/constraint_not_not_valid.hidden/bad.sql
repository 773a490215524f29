DO $$ BEGIN EXECUTE 'ALTER TABLE public.orders ADD CONSTRAINT amount_positive CHECK (amount > 0)'; END $$;
