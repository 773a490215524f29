DROP INDEX CONCURRENTLY public.orders_by_customer;
DROP TABLE public.orders CASCADE;
