-- The same word, as text.
ALTER TYPE public.mood ADD VALUE 'calm';
ALTER TABLE public.people ADD COLUMN before text DEFAULT 'calm', ADD CHECK (note IN ('calm', 'loud'));
INSERT INTO public.people (id, mood, note) VALUES (1, 'sad', 'calm');
UPDATE public.people SET note = 'calm' WHERE mood::text = 'calm';
CREATE VIEW public.calm AS SELECT id, 'calm'::text AS word FROM public.people WHERE note = 'calm';
