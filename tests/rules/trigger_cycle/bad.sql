CREATE TABLE carts (id bigint PRIMARY KEY, items integer NOT NULL DEFAULT 0, changed integer NOT NULL DEFAULT 0);
CREATE TABLE cart_items (id bigint PRIMARY KEY, cart_id bigint NOT NULL REFERENCES carts (id), price numeric, stamp integer);

CREATE FUNCTION count_items() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.carts SET items = (SELECT count(*) FROM public.cart_items WHERE cart_id = NEW.cart_id) WHERE id = NEW.cart_id;
  RETURN NULL;
END;
$$;
CREATE TRIGGER items_counted AFTER INSERT OR UPDATE ON cart_items FOR EACH ROW EXECUTE FUNCTION count_items();

-- A change of the cart stamps its items, which counts them again.
CREATE FUNCTION stamp_items() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.cart_items SET stamp = NEW.changed WHERE cart_id = NEW.id;
  RETURN NULL;
END;
$$;
CREATE TRIGGER carts_stamped AFTER UPDATE ON carts FOR EACH ROW EXECUTE FUNCTION stamp_items();

-- A trigger that writes to its own row again.
CREATE TABLE notes (id bigint PRIMARY KEY, body text, words integer);
CREATE FUNCTION count_words() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.notes SET words = array_length(string_to_array(NEW.body, ' '), 1) WHERE id = NEW.id;
  RETURN NEW;
END;
$$;
CREATE TRIGGER words_counted AFTER INSERT OR UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION count_words();
