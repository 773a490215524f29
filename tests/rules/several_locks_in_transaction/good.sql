ALTER TABLE public.orders ADD COLUMN note text;
ALTER TABLE public.customers ADD COLUMN note text;
CREATE TABLE public.notes (id bigint PRIMARY KEY);
ALTER TABLE public.notes ADD COLUMN body text;
