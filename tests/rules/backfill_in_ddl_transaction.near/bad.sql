ALTER TABLE public.orders ADD COLUMN paid boolean;
DELETE FROM public.customers WHERE region IS NULL;
