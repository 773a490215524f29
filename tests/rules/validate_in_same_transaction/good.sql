ALTER TABLE public.orders VALIDATE CONSTRAINT quantity_positive;
ALTER TABLE public.orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;
