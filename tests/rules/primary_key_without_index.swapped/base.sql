CREATE TABLE public.orders (id bigint CONSTRAINT "Orders key" PRIMARY KEY, shop bigint, note text);
CREATE TABLE public.lines (id bigint CONSTRAINT lines_old PRIMARY KEY, shop bigint NOT NULL);
