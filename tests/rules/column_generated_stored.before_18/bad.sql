ALTER TABLE public.orders ADD COLUMN total numeric GENERATED ALWAYS AS (amount * quantity) STORED;
