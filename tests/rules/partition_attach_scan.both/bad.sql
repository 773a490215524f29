ALTER TABLE public.visits ATTACH PARTITION public."Visits of guests" FOR VALUES IN ('guest', 'o''guest');
