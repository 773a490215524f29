DO $$ BEGIN ALTER TABLE public.orders RENAME TO purchases; END $$;
ALTER TABLE public.returns RENAME TO refunds;
-- Under another schema it is as far away.
ALTER TABLE public.customers SET SCHEMA archive;
