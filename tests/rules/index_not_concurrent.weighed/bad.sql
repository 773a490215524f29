-- The tool opens a transaction, in which Postgres refuses CREATE INDEX CONCURRENTLY:
-- votes wait until it is built.
CREATE INDEX votes_poll ON public.votes (poll);
-- For the calendar.
CREATE INDEX votes_day ON public.votes (cast_at);
