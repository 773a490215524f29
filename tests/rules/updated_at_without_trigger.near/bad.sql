-- It does what is wanted.
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
$$ BEGIN NEW.updated_at := now(); RETURN NEW; END $$;
-- These do more, or ask first.
CREATE FUNCTION zz_noted() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
$$ BEGIN NEW.updated_at := now(); INSERT INTO public.touches (at) VALUES (now()); RETURN NEW; END $$;
CREATE FUNCTION zz_checked() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
$$ BEGIN IF NEW.id IS NULL THEN RETURN NULL; END IF; NEW.updated_at := now(); RETURN NEW; END $$;
CREATE FUNCTION zz_titled() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
$$ BEGIN NEW.updated_at := now(); NEW.title := btrim(NEW.title); RETURN NEW; END $$;
CREATE TABLE touches (at timestamptz NOT NULL);
-- Behind the write it is too late, and a new row has not changed.
CREATE TABLE orders (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TRIGGER orders_late AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE parcels (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TRIGGER parcels_new BEFORE INSERT ON parcels FOR EACH ROW EXECUTE FUNCTION touch();
-- It runs for what is replicated alone.
CREATE TABLE letters (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TRIGGER letters_touched BEFORE UPDATE ON letters FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE letters ENABLE REPLICA TRIGGER letters_touched;
-- Functions alone change it, and one of them forgets.
CREATE TABLE visits (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
REVOKE UPDATE ON visits FROM anon, authenticated;
CREATE FUNCTION rename_visit(p_id bigint) RETURNS void LANGUAGE sql SET search_path = '' AS
$$ UPDATE public.visits SET title = 'other' WHERE id = p_id $$;
-- An UPDATE says by its value what the column tells.
CREATE TABLE trips (id bigint PRIMARY KEY, title text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), turned timestamptz NOT NULL DEFAULT now());
CREATE FUNCTION turn_trip(p_id bigint) RETURNS void LANGUAGE sql SET search_path = '' AS
$$ UPDATE public.trips SET title = 'turned', turned = now() WHERE id = p_id $$;
