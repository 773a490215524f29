CREATE TABLE public.scratch (id bigint PRIMARY KEY);
ALTER TABLE public.scratch RENAME TO kept;
ALTER TABLE public.orders ADD COLUMN note text;
