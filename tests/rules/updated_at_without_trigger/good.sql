CREATE EXTENSION moddatetime SCHEMA extensions;
CREATE TABLE projects (
  id bigint PRIMARY KEY,
  title text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE tasks (
  id bigint PRIMARY KEY,
  title text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE comments (
  id bigint PRIMARY KEY,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
-- Nobody changes a receipt, and an import sets the time itself.
CREATE TABLE receipts (
  id bigint PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE ON receipts FROM anon, authenticated;
CREATE FUNCTION renumber() RETURNS void LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.receipts SET id = id + 1, updated_at = now()
$$;

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW IS DISTINCT FROM OLD THEN
    NEW.updated_at = now();
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER projects_touched BEFORE UPDATE ON projects FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER tasks_touched BEFORE UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION extensions.moddatetime(updated_at);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  SELECT now() INTO NEW.updated_at;
  RETURN NEW;
END;
$$;
CREATE TRIGGER comments_stamped BEFORE INSERT OR UPDATE ON comments FOR EACH ROW EXECUTE FUNCTION stamp();
-- A service that shares the clients' role writes it, and nobody else.
CREATE TABLE readings (
  id bigint PRIMARY KEY,
  updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE readings ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Service" ON readings USING ((SELECT auth.role()) = 'service_role');
