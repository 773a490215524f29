CREATE TABLE jobs (
  id uuid PRIMARY KEY,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done')),
  seen boolean NOT NULL DEFAULT false
);

-- One row of answer for each job.
CREATE FUNCTION start_jobs(p_ids uuid[]) RETURNS TABLE (job_id uuid, started boolean)
LANGUAGE sql SET search_path = '' AS $$
  WITH moved AS (
    UPDATE public.jobs SET state = 'running' WHERE id = ANY (p_ids) AND state = 'waiting' RETURNING id
  )
  SELECT wanted, wanted IN (SELECT id FROM moved) FROM unnest(p_ids) AS wanted
$$;

-- All or nothing.
CREATE FUNCTION finish_jobs(p_ids uuid[]) RETURNS integer
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  v_count integer;
BEGIN
  UPDATE public.jobs SET state = 'done' WHERE id = ANY (p_ids) AND state = 'running';
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count <> cardinality(p_ids) THEN
    RAISE EXCEPTION 'some jobs are not running';
  END IF;
  RETURN v_count;
END;
$$;

-- Nothing is passed over.
CREATE FUNCTION mark_seen(p_ids uuid[]) RETURNS void
LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.jobs SET seen = true WHERE id = ANY (p_ids)
$$;

-- One job, one answer.
CREATE FUNCTION start_job(p_id uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.jobs SET state = 'running' WHERE id = p_id AND state = 'waiting';
  RETURN FOUND;
END;
$$;
