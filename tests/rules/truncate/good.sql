DELETE FROM public.orders WHERE id = 1;
CREATE TABLE public.scratch (id bigint PRIMARY KEY);
TRUNCATE public.scratch;
