ALTER TABLE public.orders ADD CONSTRAINT amount_positive CHECK (amount > 0) NOT VALID;
ALTER TABLE public.orders VALIDATE CONSTRAINT amount_positive;
