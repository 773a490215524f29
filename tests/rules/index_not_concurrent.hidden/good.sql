CREATE FUNCTION public.add_index() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'CREATE INDEX orders_by_customer ON public.orders (customer)';
END $$;
