CREATE TABLE public.albums (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  keeper uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  title text NOT NULL,
  on_show boolean NOT NULL DEFAULT false
);
CREATE TABLE public.photos (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  album_id uuid NOT NULL REFERENCES public.albums (id) ON DELETE CASCADE,
  keeper uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  hidden boolean NOT NULL DEFAULT false
);
CREATE TABLE public.frames (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  keeper uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  wood text NOT NULL
);
CREATE TABLE public.walls (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  keeper uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
CREATE TABLE public.lamps (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  keeper uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
ALTER TABLE public.albums ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.photos ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.frames ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.walls ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.lamps ENABLE ROW LEVEL SECURITY;
CREATE POLICY albums_read ON public.albums FOR SELECT TO authenticated USING (auth.uid() = keeper);
CREATE POLICY photos_read ON public.photos FOR SELECT TO authenticated
  USING (album_id IN (SELECT a.id FROM public.albums AS a WHERE a.keeper = auth.uid()));
CREATE POLICY photos_shown ON public.photos AS RESTRICTIVE FOR SELECT TO authenticated USING (NOT hidden);
CREATE POLICY frames_read ON public.frames FOR SELECT TO authenticated USING (keeper = auth.uid());
CREATE POLICY walls_read ON public.walls FOR SELECT TO authenticated USING (keeper = auth.uid());
CREATE POLICY lamps_read ON public.lamps FOR SELECT TO authenticated USING (keeper = auth.uid());
CREATE POLICY lamps_change ON public.lamps FOR UPDATE TO authenticated
  USING (keeper = auth.uid()) WITH CHECK (keeper = auth.uid());
