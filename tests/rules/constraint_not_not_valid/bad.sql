ALTER TABLE public.orders ADD CONSTRAINT amount_positive CHECK (amount > 0);
ALTER TABLE public.orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES public.customers (id) ON DELETE CASCADE;
ALTER TABLE public.orders ADD COLUMN discount integer CHECK (discount < 100);
