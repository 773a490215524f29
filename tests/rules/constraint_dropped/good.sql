ALTER TABLE public.orders DROP CONSTRAINT amount_positive;
ALTER TABLE public.orders ADD CONSTRAINT amount_positive CHECK (amount > 1) NOT VALID;
