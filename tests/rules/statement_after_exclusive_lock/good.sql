ALTER TABLE public.orders ADD COLUMN note text;
CREATE INDEX orders_by_note ON public.orders (note);
