-- finds: column-type-rewrite at public.parts
CREATE FUNCTION widen_stock() RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  ALTER TABLE public.parts DROP COLUMN doubled;
  ALTER TABLE public.parts ALTER COLUMN stock TYPE bigint;
END
$$;
DROP MATERIALIZED VIEW stock_by_shop;
DROP VIEW scarce;
SELECT widen_stock();
