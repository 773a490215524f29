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

-- One row of each tenant is nothing in bulk.
CREATE TABLE plans (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL UNIQUE REFERENCES tenants (id) ON DELETE CASCADE,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- Nor are keys.
CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  secret_token text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- Nothing hangs on these, and their trigger serves them alone: people enter them.
CREATE TABLE remarks (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  words text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- Noted when it is done, and not for every row.
CREATE TABLE parts (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  name text NOT NULL,
  done boolean NOT NULL DEFAULT false,
  grade text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE part_prices (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  part_id uuid NOT NULL REFERENCES parts (id) ON DELETE CASCADE
);
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE remarks ENABLE ROW LEVEL SECURITY;
ALTER TABLE parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE part_prices ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON plans USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
CREATE POLICY own ON api_keys USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
CREATE POLICY own ON remarks USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
CREATE POLICY own ON parts USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
CREATE POLICY own ON part_prices USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));

CREATE FUNCTION note_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.events (tenant_id, what) VALUES (NEW.tenant_id, to_jsonb(NEW));
  RETURN NULL;
END;
$$;
CREATE TRIGGER plan_made AFTER INSERT ON plans FOR EACH ROW EXECUTE FUNCTION note_event();
CREATE TRIGGER key_made AFTER INSERT ON api_keys FOR EACH ROW EXECUTE FUNCTION note_event();
CREATE FUNCTION note_remark() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.events (tenant_id, what) VALUES (NEW.tenant_id, to_jsonb(NEW));
  RETURN NULL;
END;
$$;
CREATE TRIGGER remark_made AFTER INSERT ON remarks FOR EACH ROW EXECUTE FUNCTION note_remark();
CREATE FUNCTION note_grade() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NEW.grade = 'final' THEN
    INSERT INTO public.events (tenant_id, what) VALUES (NEW.tenant_id, to_jsonb(NEW));
  END IF;
  RETURN NULL;
END;
$$;
CREATE TRIGGER part_graded AFTER UPDATE ON parts FOR EACH ROW EXECUTE FUNCTION note_grade();

-- Hours are what somebody enters.
CREATE TABLE hours (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  worker_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  minutes int NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE hours ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON hours USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
CREATE TRIGGER hours_made AFTER INSERT ON hours FOR EACH ROW EXECUTE FUNCTION note_event();
