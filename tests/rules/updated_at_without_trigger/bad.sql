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
CREATE TABLE labels (
  id bigint PRIMARY KEY,
  title text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END;
$$;
CREATE TRIGGER projects_touched BEFORE UPDATE ON projects FOR EACH ROW EXECUTE FUNCTION touch();

-- Tasks have a trigger of another kind, comments have none, labels have one that is off.
CREATE FUNCTION trim_title() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.title := btrim(NEW.title);
  RETURN NEW;
END;
$$;
CREATE TRIGGER tasks_trimmed BEFORE UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION trim_title();
CREATE TRIGGER labels_touched BEFORE UPDATE ON labels FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE labels DISABLE TRIGGER labels_touched;
