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
-- The row is set as a whole, or by what asks for any change.
CREATE TABLE orders (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
CREATE FUNCTION whole() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
$$ BEGIN NEW := jsonb_populate_record(NEW, jsonb_build_object('updated_at', now())); RETURN NEW; END $$;
CREATE TRIGGER orders_touched BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION whole();
CREATE TABLE parcels (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TRIGGER parcels_touched BEFORE UPDATE ON parcels FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch();
-- Of some changes alone: not said, and not held.
CREATE TABLE letters (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TRIGGER letters_touched BEFORE UPDATE OF title ON letters FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE calls (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TRIGGER calls_touched BEFORE UPDATE ON calls FOR EACH ROW
  WHEN (OLD.title IS DISTINCT FROM NEW.title) EXECUTE FUNCTION touch();
-- Functions alone change it, and set the time.
CREATE TABLE visits (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
REVOKE UPDATE ON visits FROM anon, authenticated;
CREATE FUNCTION rename_visit(p_id bigint) RETURNS void LANGUAGE sql SET search_path = '' AS
$$ UPDATE public.visits SET title = 'other', updated_at = now() WHERE id = p_id $$;
-- A function sets it to what it tells of, which is not each change.
CREATE TABLE talks (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE words (id bigint PRIMARY KEY, talk_id bigint NOT NULL REFERENCES talks (id));
CREATE FUNCTION lift_talk() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
$$ BEGIN UPDATE public.talks SET updated_at = now() WHERE id = NEW.talk_id; RETURN NULL; END $$;
CREATE TRIGGER talks_lifted AFTER INSERT ON words FOR EACH ROW EXECUTE FUNCTION lift_talk();
-- The time of one step is not that of each change.
CREATE TABLE trips (id bigint PRIMARY KEY, title text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), turned timestamptz NOT NULL DEFAULT now());
CREATE FUNCTION turn_trip(p_id bigint) RETURNS void LANGUAGE sql SET search_path = '' AS
$$ UPDATE public.trips SET title = 'turned', turned = now() WHERE id = p_id $$;
-- The time of the event, and a copy laid aside.
CREATE TABLE stage_history (id bigint PRIMARY KEY, stage text NOT NULL, changed_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE orders_before AS SELECT * FROM orders;
