-- finds: constraint-not-not-valid at public.parts
DO $$
DECLARE
  named text := 'parts';
BEGIN
  EXECUTE format('ALTER TABLE %I ADD CONSTRAINT stock_not_negative CHECK (stock >= 0)', named);
END
$$;
