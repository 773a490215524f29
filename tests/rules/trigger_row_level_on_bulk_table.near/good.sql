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

CREATE TABLE contacts_lines (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  contacts_id uuid NOT NULL REFERENCES contacts (id) ON DELETE CASCADE
);
ALTER TABLE contacts_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON contacts_lines USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
CREATE TABLE deals_lines (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  deals_id uuid NOT NULL REFERENCES deals (id) ON DELETE CASCADE
);
ALTER TABLE deals_lines ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON deals_lines USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
-- Off, and before the row is there.
CREATE FUNCTION note_contact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.events (tenant_id, what) VALUES (COALESCE(NEW.tenant_id, OLD.tenant_id), to_jsonb(COALESCE(NEW, OLD)));
  RETURN COALESCE(NEW, OLD);
END;
$$;
CREATE TRIGGER contact_noted AFTER INSERT ON contacts FOR EACH ROW EXECUTE FUNCTION note_contact();
ALTER TABLE contacts DISABLE TRIGGER contact_noted;
-- Rows go one by one.
CREATE TRIGGER deal_gone AFTER DELETE ON deals FOR EACH ROW EXECUTE FUNCTION note_contact();
-- A row that hangs on another of its own table, and nothing else does.
CREATE TABLE groups (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  within uuid REFERENCES groups (id) ON DELETE CASCADE,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE groups ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON groups USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.user_id = auth.uid()));
CREATE FUNCTION note_group() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.events (tenant_id, what) VALUES (COALESCE(NEW.tenant_id, OLD.tenant_id), to_jsonb(COALESCE(NEW, OLD)));
  RETURN COALESCE(NEW, OLD);
END;
$$;
CREATE TRIGGER group_noted AFTER INSERT ON groups FOR EACH ROW EXECUTE FUNCTION note_group();
