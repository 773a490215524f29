SET lock_timeout = '5s';
ALTER TABLE public.orders ADD COLUMN note text;
CREATE TABLE public.notes (id bigint PRIMARY KEY);
