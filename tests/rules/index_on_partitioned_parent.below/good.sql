CREATE INDEX visits_by_id ON ONLY public.visits (id);
ALTER INDEX public.visits_by_id ATTACH PARTITION public.visits_1_own;
