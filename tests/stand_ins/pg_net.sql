-- Requests are queued and never sent.
CREATE EXTENSION pg_net;
DO $$
DECLARE
   request CONSTANT bigint := net.http_post(url := 'https://example.com/hook', body := '{"a":1}', headers := '{"Content-Type":"application/json"}');
BEGIN
   ASSERT request > 0 AND net.http_get('https://example.com') > request AND net.http_delete('https://example.com') > request;
   ASSERT (SELECT status FROM net.http_collect_response(request)) IS DISTINCT FROM 'SUCCESS';
END $$;
