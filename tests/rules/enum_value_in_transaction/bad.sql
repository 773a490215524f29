ALTER TYPE public.mood ADD VALUE 'calm';
UPDATE public.people SET mood = 'calm' WHERE id = 1;
