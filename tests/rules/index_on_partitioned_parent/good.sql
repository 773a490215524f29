CREATE INDEX visits_by_id ON ONLY public.visits (id);
CREATE INDEX CONCURRENTLY visits_1_by_id ON public.visits_1 (id);
