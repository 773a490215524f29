ALTER TABLE public.customers ADD COLUMN area text;
