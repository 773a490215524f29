-- finds: validate-in-same-transaction at public.parts
ALTER TABLE parts ADD CONSTRAINT stock_not_negative CHECK (stock >= 0) NOT VALID;
ALTER TABLE parts VALIDATE CONSTRAINT stock_not_negative;
