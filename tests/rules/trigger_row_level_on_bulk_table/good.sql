CREATE TABLE tenants (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE members (
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  PRIMARY KEY (tenant_id, user_id)
);
CREATE TABLE contacts (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE deals (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  title text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  what jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE deals ENABLE ROW LEVEL SECURITY;
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON contacts USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
CREATE POLICY own ON deals USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
CREATE POLICY own ON events FOR SELECT USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));

CREATE FUNCTION note_events() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.events (tenant_id, what) SELECT n.tenant_id, to_jsonb(n) FROM new_rows AS n;
  RETURN NULL;
END;
$$;
CREATE TRIGGER contacts_made AFTER INSERT ON contacts
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_events();

-- A row trigger that only sets the row writes nothing more.
CREATE FUNCTION trim_name() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.name := btrim(NEW.name);
  RETURN NEW;
END;
$$;
CREATE TRIGGER contacts_trimmed BEFORE INSERT ON contacts FOR EACH ROW EXECUTE FUNCTION trim_name();
