ALTER TABLE public.orders ADD COLUMN note text;
ALTER TABLE public.customers ADD COLUMN note text;
-- It is gone: nobody waits for it.
DROP TABLE public.returns;
-- Readers go on.
CREATE TABLE public.notes (id bigint PRIMARY KEY);
CREATE INDEX orders_by_amount ON public.orders (amount);
