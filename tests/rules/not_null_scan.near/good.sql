-- It is NOT NULL already, and another is no longer.
ALTER TABLE public.customers ALTER COLUMN name TYPE varchar(20);
ALTER TABLE public.customers ALTER COLUMN name DROP NOT NULL;
ALTER TABLE public.orders ALTER COLUMN id SET NOT NULL;
-- No row is there yet.
CREATE TABLE public.notes (id bigint PRIMARY KEY, body text);
ALTER TABLE public.notes ALTER COLUMN body SET NOT NULL;
