DROP INDEX IF EXISTS public.orders_by_customer, public.orders_by_time;
DROP INDEX public.visits_by_id;
