CREATE TABLE shops (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE goods (id uuid PRIMARY KEY, shop_id uuid NOT NULL REFERENCES shops (id), label text NOT NULL);
CREATE TABLE sales (id uuid PRIMARY KEY, shop_id uuid NOT NULL REFERENCES shops (id), sum numeric NOT NULL);
CREATE TABLE helpers (
  user_id uuid PRIMARY KEY REFERENCES auth.users (id),
  shop_id uuid NOT NULL REFERENCES shops (id),
  step text NOT NULL DEFAULT 'name'
);
ALTER TABLE shops ENABLE ROW LEVEL SECURITY;
ALTER TABLE goods ENABLE ROW LEVEL SECURITY;
ALTER TABLE sales ENABLE ROW LEVEL SECURITY;
ALTER TABLE helpers ENABLE ROW LEVEL SECURITY;
CREATE POLICY claimed ON goods TO authenticated
  USING (shop_id = ((SELECT auth.jwt()) -> 'app_metadata' ->> 'shop_id')::uuid);
CREATE POLICY claimed ON sales TO authenticated
  USING (shop_id = ((SELECT auth.jwt()) -> 'app_metadata' ->> 'shop_id')::uuid);
CREATE POLICY own ON helpers TO authenticated USING (user_id = (SELECT auth.uid()));
-- The row keeps how far its user is: no policy and no function asks it for the shop.
CREATE FUNCTION my_step() RETURNS text LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT h.step FROM public.helpers h WHERE h.user_id = (SELECT auth.uid())
$$;
CREATE FUNCTION begin(shop uuid) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO public.helpers (user_id, shop_id) VALUES ((SELECT auth.uid()), shop)
$$;
