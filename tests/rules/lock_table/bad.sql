LOCK TABLE public.orders IN SHARE MODE;
DO $$ BEGIN LOCK TABLE public.customers; END $$;
