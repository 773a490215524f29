ALTER TABLE public.orders ADD CONSTRAINT quantity_is_set CHECK (quantity IS NOT NULL) NOT VALID;
ALTER TABLE public.orders VALIDATE CONSTRAINT quantity_is_set;
ALTER TABLE public.orders ALTER COLUMN quantity SET NOT NULL;
