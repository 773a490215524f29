DROP TABLE public.orders CASCADE;
DROP TYPE public.mood CASCADE;
-- The policy goes with the column that it asks for.
ALTER TABLE public.notes DROP COLUMN firm_id CASCADE;
ALTER TABLE public.notes DROP COLUMN words CASCADE;
