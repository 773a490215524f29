CREATE TABLE carts (id bigint PRIMARY KEY, items integer NOT NULL DEFAULT 0, changed integer NOT NULL DEFAULT 0);
CREATE TABLE cart_items (id bigint PRIMARY KEY, cart_id bigint NOT NULL REFERENCES carts (id), price numeric, stamp integer);

CREATE FUNCTION count_items() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.carts SET items = (SELECT count(*) FROM public.cart_items WHERE cart_id = NEW.cart_id) WHERE id = NEW.cart_id;
  RETURN NULL;
END;
$$;
CREATE TRIGGER items_counted AFTER INSERT OR UPDATE OF price ON cart_items FOR EACH ROW EXECUTE FUNCTION count_items();

-- The stamp is not the price: it counts nothing again.
CREATE FUNCTION stamp_items() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.cart_items SET stamp = NEW.changed WHERE cart_id = NEW.id;
  RETURN NULL;
END;
$$;
CREATE TRIGGER carts_stamped AFTER UPDATE ON carts FOR EACH ROW EXECUTE FUNCTION stamp_items();

-- The row is set before it is written.
CREATE TABLE notes (id bigint PRIMARY KEY, body text, words integer, parent_id bigint REFERENCES notes (id), touched integer);
CREATE FUNCTION count_words() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.words := array_length(string_to_array(NEW.body, ' '), 1);
  RETURN NEW;
END;
$$;
CREATE TRIGGER words_counted BEFORE INSERT OR UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION count_words();

-- Up the tree: it ends at the root.
CREATE FUNCTION touch_parent() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.notes SET touched = NEW.touched WHERE id = NEW.parent_id;
  RETURN NULL;
END;
$$;
CREATE TRIGGER parent_touched AFTER UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION touch_parent();

-- Only from outside.
CREATE TABLE stocks (id bigint PRIMARY KEY, amount integer, rounds integer);
CREATE FUNCTION round_stock() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF pg_trigger_depth() > 1 THEN
    RETURN NULL;
  END IF;
  UPDATE public.stocks SET rounds = rounds + 1 WHERE id = NEW.id;
  RETURN NULL;
END;
$$;
CREATE TRIGGER stock_rounded AFTER UPDATE ON stocks FOR EACH ROW EXECUTE FUNCTION round_stock();
