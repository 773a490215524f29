-- The block changes the table: what it changes it for says more.
DO $$ BEGIN ALTER TABLE public.orders ADD COLUMN note text; END $$;
-- It reads the rows, and locks as far as reading goes.
DO $$ BEGIN UPDATE public.customers SET name = name; END $$;
-- A new table is nobody's yet.
CREATE TABLE public.parts (id bigint PRIMARY KEY);
LOCK TABLE public.parts;
