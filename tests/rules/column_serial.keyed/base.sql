CREATE TABLE public."Orders" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), note text);
CREATE TABLE public.lines (id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(), note text);
