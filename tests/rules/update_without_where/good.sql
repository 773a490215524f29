UPDATE public.orders SET amount = amount + 1 WHERE id < 1000;
CREATE TABLE public.scratch (id bigint PRIMARY KEY, done boolean);
UPDATE public.scratch SET done = true;
