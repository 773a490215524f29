ALTER TABLE public.visits DETACH PARTITION public.visits_1;
