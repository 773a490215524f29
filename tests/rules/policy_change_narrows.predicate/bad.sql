ALTER POLICY albums_read ON public.albums USING (auth.uid() = keeper AND on_show);
CREATE POLICY walls_few ON public.walls AS RESTRICTIVE FOR SELECT TO authenticated USING (id <> keeper);
DROP POLICY frames_read ON public.frames;
CREATE POLICY frames_read ON public.frames FOR SELECT TO authenticated
  USING (keeper = auth.uid() AND starts_with(wood, 'o'));
