DROP INDEX public.orders_by_customer;
