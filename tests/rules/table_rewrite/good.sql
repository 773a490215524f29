VACUUM public.customers;
TRUNCATE public.orders;
ALTER TABLE public.customers SET (fillfactor = 90);
