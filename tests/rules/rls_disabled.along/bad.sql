CREATE TABLE public.tenants (id uuid PRIMARY KEY, name text NOT NULL);
ALTER TABLE public.tenants ENABLE ROW LEVEL SECURITY;
CREATE TABLE public.invoices (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  total numeric(12, 2) NOT NULL
);
ALTER TABLE public.invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Own invoices" ON public.invoices TO authenticated
  USING (user_id = (SELECT auth.uid())) WITH CHECK (user_id = (SELECT auth.uid()));

-- Written as whoever writes an invoice: with row security alone no invoice could be written.
CREATE TABLE public.notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, invoice uuid, at timestamptz NOT NULL DEFAULT now());
CREATE FUNCTION public.note_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.notes (invoice) VALUES (NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER note_invoice AFTER INSERT OR UPDATE ON public.invoices FOR EACH ROW EXECUTE FUNCTION public.note_invoice();

-- With its owner's rights this one would read every tenant's invoices: no fix.
CREATE TABLE public.sums (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, total numeric(12, 2));
CREATE FUNCTION public.sum_invoices() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO public.sums (total) SELECT sum(i.total) FROM public.invoices AS i;
  RETURN NULL;
END
$$;
CREATE TRIGGER sum_invoices AFTER DELETE ON public.invoices FOR EACH ROW EXECUTE FUNCTION public.sum_invoices();

-- Nothing stops here: the function has its owner's rights, or no client writes what fires it.
CREATE TABLE public.marks (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, invoice uuid);
CREATE FUNCTION public.mark_invoice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.marks (invoice) VALUES (NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER mark_invoice AFTER INSERT ON public.invoices FOR EACH ROW EXECUTE FUNCTION public.mark_invoice();
CREATE FUNCTION public.mark_tenant() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO public.marks (invoice) VALUES (NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER mark_tenant AFTER INSERT ON public.tenants FOR EACH ROW EXECUTE FUNCTION public.mark_tenant();

-- What the insert fires would run with the owner's rights too, and reads invoices: no fix.
CREATE TABLE public.changes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, invoice uuid, total numeric(12, 2));
CREATE FUNCTION public.keep_change() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO public.changes (invoice) VALUES (NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER keep_change AFTER UPDATE ON public.invoices FOR EACH ROW EXECUTE FUNCTION public.keep_change();
CREATE FUNCTION public.total_change() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.total := (SELECT i.total FROM public.invoices AS i WHERE i.id = NEW.invoice);
  RETURN NEW;
END
$$;
CREATE TRIGGER total_change BEFORE INSERT ON public.changes FOR EACH ROW EXECUTE FUNCTION public.total_change();
