LOCK TABLE public.orders IN ROW EXCLUSIVE MODE;
DO $$ BEGIN PERFORM count(*) FROM public.customers; END $$;
