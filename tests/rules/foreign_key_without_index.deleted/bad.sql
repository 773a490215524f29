-- Clients add these and delete none: a function deletes parts, another adds makers and changes shelves.
CREATE TABLE public.parts (id uuid PRIMARY KEY);
CREATE TABLE public.makers (id uuid PRIMARY KEY, name text);
CREATE TABLE public.shelves (id uuid PRIMARY KEY, name text);
CREATE TABLE public.stocks (
  id uuid PRIMARY KEY,
  part_id uuid REFERENCES public.parts (id) ON DELETE CASCADE,
  maker_id uuid REFERENCES public.makers (id) ON DELETE CASCADE,
  shelf_id uuid REFERENCES public.shelves (id) ON DELETE CASCADE
);
ALTER TABLE public.parts ENABLE ROW LEVEL SECURITY;
CREATE POLICY add_parts ON public.parts FOR INSERT TO authenticated WITH CHECK (true);
ALTER TABLE public.makers ENABLE ROW LEVEL SECURITY;
CREATE POLICY add_makers ON public.makers FOR INSERT TO authenticated WITH CHECK (true);
ALTER TABLE public.shelves ENABLE ROW LEVEL SECURITY;
CREATE POLICY add_shelves ON public.shelves FOR INSERT TO authenticated WITH CHECK (true);
ALTER TABLE public.stocks ENABLE ROW LEVEL SECURITY;
CREATE POLICY add_stocks ON public.stocks FOR INSERT TO authenticated WITH CHECK (true);
CREATE FUNCTION public.drop_part(p_id uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  DELETE FROM public.parts WHERE id = p_id
$$;
CREATE FUNCTION public.rename(p_id uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO public.makers (id) VALUES (p_id);
  UPDATE public.shelves SET name = 'new' WHERE id = p_id;
$$;
-- A part of the rows is found by an index.
CREATE INDEX stocks_of_makers ON public.stocks (maker_id) WHERE part_id IS NULL;
