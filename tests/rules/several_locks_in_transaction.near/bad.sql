ALTER TABLE public.orders ADD COLUMN note text;
ALTER TABLE public.customers ADD COLUMN note text;
DO $$ BEGIN ALTER TABLE public.returns ADD COLUMN note text; END $$;
