CREATE TABLE public.visits (id bigint NOT NULL, seen_at date, kind text) PARTITION BY LIST (kind);
CREATE TABLE public.visits_rest PARTITION OF public.visits DEFAULT;
CREATE TABLE public."Visits of guests" (id bigint NOT NULL, seen_at date, kind text);
INSERT INTO public."Visits of guests" (id, kind) VALUES (1, 'guest');
