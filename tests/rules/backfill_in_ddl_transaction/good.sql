UPDATE public.orders SET amount = amount + 1 WHERE amount > 0;
ALTER TABLE public.orders ADD COLUMN paid boolean;
