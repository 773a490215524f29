DROP TABLE public.orders CASCADE;
