-- It is NOT NULL already, and another is no longer.
ALTER TABLE public.customers ALTER COLUMN name TYPE varchar(20);
ALTER TABLE public.customers ALTER COLUMN name DROP NOT NULL;
ALTER TABLE public.orders ALTER COLUMN id SET NOT NULL;
-- No row is there yet.
CREATE TABLE public.notes (id bigint PRIMARY KEY, body text);
ALTER TABLE public.notes ALTER COLUMN body SET NOT NULL;
-- The rows are read for a CHECK; the columns stay as they were, but for a default.
ALTER TABLE public.returns ALTER COLUMN id SET DEFAULT 1, ADD CONSTRAINT said CHECK (reason <> '');
ALTER TABLE public.returns ALTER COLUMN reason SET DEFAULT 'none', ADD CONSTRAINT short CHECK (length(reason) < 99);
-- They are written anew for the type.
ALTER TABLE public.orders ALTER COLUMN size TYPE bigint, ALTER COLUMN size SET NOT NULL;
