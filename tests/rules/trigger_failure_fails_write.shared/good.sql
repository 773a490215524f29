CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL);
CREATE TABLE parcels (id bigint PRIMARY KEY, grams int NOT NULL);
CREATE TABLE news_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE ON news_events FROM anon, authenticated;

-- Both triggers tell the news through one function.
CREATE FUNCTION tell(p_payload jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.news_events (payload) VALUES (p_payload);
EXCEPTION WHEN OTHERS THEN
  RAISE WARNING 'not told: %', SQLERRM;
END;
$$;
CREATE FUNCTION tell_of_order() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM public.tell(to_jsonb(NEW));
  RETURN NULL;
END;
$$;
CREATE FUNCTION tell_of_parcel() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM public.tell(to_jsonb(NEW));
  RETURN NULL;
END;
$$;
CREATE TRIGGER orders_told AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION tell_of_order();
CREATE TRIGGER parcels_told AFTER INSERT ON parcels FOR EACH ROW EXECUTE FUNCTION tell_of_parcel();
