ALTER TABLE public.orders ADD PRIMARY KEY (shop, number);
