-- Every request answers 200 with an empty object.
CREATE EXTENSION http;
DO $$
DECLARE
   answer http_response;
BEGIN
   answer := http_get('https://example.com/a');
   ASSERT answer.status = 200 AND answer.content::json::text = '{}' AND answer.content_type = 'application/json';
   ASSERT (SELECT status FROM http_post('https://example.com', '{"a":1}', 'application/json')) = 200;
   ASSERT (SELECT status FROM http(('POST', 'https://example.com', ARRAY[http_header('Authorization', 'x')], 'application/json', '{}')::http_request)) = 200;
   ASSERT (http_put('https://example.com', '', 'text/plain')).status = 200 AND (http_delete('https://example.com')).status = 200;
   ASSERT urlencode('a b&c/é') = 'a+b%26c%2F%C3%A9';
   ASSERT http_set_curlopt('CURLOPT_TIMEOUT', '5') AND http_reset_curlopt();
END $$;
