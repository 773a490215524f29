CREATE TABLE notes (
  id bigint PRIMARY KEY,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
-- One writer remembers, the other does not.
CREATE FUNCTION rewrite_note(p_id bigint, p_body text) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.notes SET body = p_body, updated_at = now() WHERE id = p_id
$$;
CREATE FUNCTION clear_note(p_id bigint) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.notes SET body = '' WHERE id = p_id
$$;
CREATE TABLE tags (id bigint PRIMARY KEY, label text, updated_at timestamptz NOT NULL DEFAULT now());
