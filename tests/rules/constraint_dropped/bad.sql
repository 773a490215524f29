ALTER TABLE public.orders DROP CONSTRAINT amount_positive;
