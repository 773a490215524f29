DROP INDEX CONCURRENTLY public.orders_by_customer;
DROP INDEX CONCURRENTLY public.orders_by_time;
