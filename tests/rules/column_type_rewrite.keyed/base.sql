CREATE TABLE public.orders (
  id bigint PRIMARY KEY,
  quantity integer NOT NULL DEFAULT 1,
  reference varchar(20),
  "Placed at" timestamp
);
CREATE UNIQUE INDEX orders_by_reference ON public.orders (reference);
CREATE INDEX orders_by_quantity ON public.orders USING btree (quantity DESC, id) INCLUDE (reference);
