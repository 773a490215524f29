ALTER TABLE public.orders ADD COLUMN paid boolean;
-- New rows, and one by its key.
INSERT INTO public.customers (id, name) VALUES (1, 'first');
UPDATE public.customers SET region = 'north' WHERE id = 1;
-- A definition that reads all rows is no change of rows.
ALTER TABLE public.orders ALTER COLUMN size TYPE bigint;
