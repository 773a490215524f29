CREATE TABLE public.parts (id uuid PRIMARY KEY);
CREATE TABLE public.stocks (
  id uuid PRIMARY KEY,
  part_id uuid REFERENCES public.parts (id) ON DELETE CASCADE,
  maker_id uuid
);
CREATE INDEX stocks_of_parts ON public.stocks (part_id) WHERE part_id IS NOT NULL;
ALTER TABLE public.parts ENABLE ROW LEVEL SECURITY;
CREATE POLICY add_parts ON public.parts FOR INSERT TO authenticated WITH CHECK (true);
ALTER TABLE public.stocks ENABLE ROW LEVEL SECURITY;
CREATE POLICY add_stocks ON public.stocks FOR INSERT TO authenticated WITH CHECK (true);
CREATE FUNCTION public.drop_part(p_id uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  DELETE FROM public.parts WHERE id = p_id
$$;
