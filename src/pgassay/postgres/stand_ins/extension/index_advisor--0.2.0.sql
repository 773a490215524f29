-- index_advisor: a query is accepted and no index is proposed, since hypothetical indexes need the real hypopg.

CREATE FUNCTION index_advisor(query text)
RETURNS TABLE (startup_cost_before jsonb, startup_cost_after jsonb, total_cost_before jsonb, total_cost_after jsonb,
               index_statements text[], errors text[])
LANGUAGE sql VOLATILE
BEGIN ATOMIC
   SELECT NULL::jsonb, NULL::jsonb, NULL::jsonb, NULL::jsonb, '{}'::text[],
          ARRAY['index_advisor is a stand-in here and proposes nothing'];
END;
