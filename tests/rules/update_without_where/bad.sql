UPDATE public.orders SET amount = amount + 1;
