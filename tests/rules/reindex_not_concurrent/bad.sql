REINDEX TABLE public.orders;
