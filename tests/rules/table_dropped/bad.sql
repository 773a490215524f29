DROP VIEW public.open_orders;
DROP TABLE public.orders;
