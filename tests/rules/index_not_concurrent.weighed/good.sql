CREATE INDEX CONCURRENTLY votes_poll ON public.votes (poll);
