CREATE TABLE public.parts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL);
CREATE TABLE public.stocks (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), part_id uuid NOT NULL REFERENCES public.parts (id));
CREATE TABLE public.counts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), part_id uuid NOT NULL REFERENCES public.parts (id));
-- Taken away and brought back, under the name that Postgres gave it; then the column itself anew.
ALTER TABLE public.stocks DROP CONSTRAINT stocks_part_id_fkey;
ALTER TABLE public.stocks ADD CONSTRAINT stocks_parts FOREIGN KEY (part_id) REFERENCES public.parts (id);
ALTER TABLE public.stocks DROP COLUMN part_id;
ALTER TABLE public.stocks ADD COLUMN part_id uuid;
