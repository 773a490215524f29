CLUSTER public.customers USING customers_pkey;
ALTER TABLE public.orders SET UNLOGGED;
VACUUM FULL public.customers;
