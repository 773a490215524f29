ALTER TABLE public.orders DROP CONSTRAINT "Orders key", ADD CONSTRAINT "Orders key" PRIMARY KEY (id, shop);
ALTER TABLE public.lines DROP CONSTRAINT lines_old, ADD PRIMARY KEY (shop, id), ADD COLUMN note text;
