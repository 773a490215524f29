ALTER TABLE public.orders VALIDATE CONSTRAINT amount_positive;
ALTER TABLE public.orders VALIDATE CONSTRAINT of_customer;
-- Twice changes nothing.
ALTER TABLE public.orders VALIDATE CONSTRAINT amount_positive;
ALTER TABLE public.orders DROP CONSTRAINT amount_positive;
-- Valid at once: another rule says what that costs.
ALTER TABLE public.returns ADD CONSTRAINT said CHECK (reason <> '');
ALTER TABLE public.returns VALIDATE CONSTRAINT said;
