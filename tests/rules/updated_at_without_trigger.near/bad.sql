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
-- Clients change it too, and one function of two forgets: a trigger is what all of them need.
CREATE TABLE stays (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
CREATE FUNCTION rename_stay(p_id bigint) RETURNS void LANGUAGE sql SET search_path = '' AS
$$ UPDATE public.stays SET title = 'other', updated_at = now() WHERE id = p_id $$;
CREATE FUNCTION number_stay(p_id bigint) RETURNS void LANGUAGE sql SET search_path = '' AS
$$ UPDATE public.stays SET title = p_id::text WHERE id = p_id $$;
-- Named as a log might be, and changed like any other.
CREATE TABLE club_events (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
-- A trigger of another table changes more than the time.
CREATE TABLE bills (id bigint PRIMARY KEY, lines int NOT NULL DEFAULT 0, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE bill_lines (id bigint PRIMARY KEY, bill_id bigint NOT NULL REFERENCES bills (id));
CREATE FUNCTION count_line() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
$$ BEGIN UPDATE public.bills SET lines = lines + 1, updated_at = now() WHERE id = NEW.bill_id; RETURN NULL; END $$;
CREATE TRIGGER bills_counted AFTER INSERT ON bill_lines FOR EACH ROW EXECUTE FUNCTION count_line();
-- Functions alone change it, and one of them leaves what another sets.
CREATE TABLE rooms (id bigint PRIMARY KEY, title text NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
REVOKE UPDATE ON rooms FROM anon, authenticated;
CREATE FUNCTION rename_room(p_id bigint) RETURNS void LANGUAGE sql SET search_path = '' AS
$$ UPDATE public.rooms SET title = 'other', updated_at = now() WHERE id = p_id $$;
CREATE FUNCTION number_room(p_id bigint) RETURNS void LANGUAGE sql SET search_path = '' AS
$$ UPDATE public.rooms SET title = p_id::text WHERE id = p_id $$;
