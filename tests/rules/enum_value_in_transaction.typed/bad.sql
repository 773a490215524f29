-- A new column of the enum has the value; a comparison and an insert name it; nothing tells what the last one is.
ALTER TYPE public.mood ADD VALUE 'calm';
ALTER TYPE public.tone ADD VALUE 'warm';
ALTER TYPE public.hue ADD VALUE 'blue';
ALTER TABLE public.people ADD COLUMN before public.mood DEFAULT 'calm';
CREATE VIEW public.warm AS SELECT id FROM public.people WHERE note = 'warm' OR 'warm'::public.tone IS NOT NULL;
CREATE VIEW public.blue AS SELECT coalesce('blue') AS shade;
