CREATE TABLE jobs (
  id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done')),
  done_at timestamptz
);

-- Of four ids one was waiting; the caller reads 1.
CREATE FUNCTION start_jobs(p_ids uuid[]) RETURNS integer
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  v_count integer;
BEGIN
  UPDATE public.jobs SET state = 'running' WHERE id = ANY (p_ids) AND state = 'waiting';
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END;
$$;

-- The same row by row, with errors put away.
CREATE FUNCTION remove_jobs(p_ids uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  v_id uuid;
BEGIN
  FOREACH v_id IN ARRAY p_ids LOOP
    BEGIN
      DELETE FROM public.jobs WHERE id = v_id;
    EXCEPTION WHEN OTHERS THEN
      RAISE WARNING 'job % was not removed', v_id;
    END;
  END LOOP;
END;
$$;

-- A JSON list is a list.
CREATE FUNCTION finish_jobs(p_list jsonb) RETURNS boolean
LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.jobs SET state = 'done', done_at = now()
  WHERE id IN (SELECT (item ->> 'id')::uuid FROM jsonb_array_elements(p_list) AS item) AND state = 'running';
  SELECT true;
$$;
