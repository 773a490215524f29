-- So is another one: one line tells of both.
ALTER TABLE public.bills ADD COLUMN note text;
CREATE TRIGGER keep BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.keep();
