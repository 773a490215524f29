CREATE TABLE public.parts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL);
CREATE TABLE public.stocks (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), part_id uuid NOT NULL REFERENCES public.parts (id));
CREATE TABLE public.counts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), part_id uuid NOT NULL);
ALTER TABLE public.counts ADD CONSTRAINT counts_of_parts FOREIGN KEY (part_id) REFERENCES public.parts (id);
-- Dropped by a name of the schema's own and by Postgres's: decided, not forgotten.
ALTER TABLE public.stocks DROP CONSTRAINT stocks_part_id_fkey;
ALTER TABLE public.counts DROP CONSTRAINT IF EXISTS counts_of_parts;
