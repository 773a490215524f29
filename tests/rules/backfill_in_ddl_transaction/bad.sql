ALTER TABLE public.orders ADD COLUMN paid boolean;
UPDATE public.orders SET paid = false WHERE amount > 0;
