DELETE FROM public.orders;
