SET lock_timeout = '5s';
CREATE TRIGGER keep BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.keep();
