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
-- The sum of a shop is told to those whose row says that they help there.
CREATE FUNCTION sum_of(shop uuid) RETURNS numeric LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.helpers h WHERE h.user_id = auth.uid() AND h.shop_id = shop) THEN
    RAISE EXCEPTION 'not yours';
  END IF;
  RETURN (SELECT sum(s.sum) FROM public.sales s WHERE s.shop_id = shop);
END
$$;
