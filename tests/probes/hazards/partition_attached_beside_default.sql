-- finds: partition-attach-scan at public.visits_rest
CREATE TABLE visits_2025 (LIKE visits INCLUDING ALL);
ALTER TABLE visits ATTACH PARTITION visits_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
