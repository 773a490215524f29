-- The table of the trigger alone is closed.
ALTER TABLE public.orders ADD COLUMN note text;
CREATE TRIGGER keep BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.keep();
