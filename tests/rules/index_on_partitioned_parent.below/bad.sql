CREATE INDEX visits_by_id ON public.visits (id);
