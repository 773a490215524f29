-- finds: index-on-partitioned-parent at public.visits
CREATE INDEX visits_at ON visits (at);
