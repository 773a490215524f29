ALTER POLICY albums_read ON public.albums USING (auth.uid() = keeper OR on_show);
DROP POLICY photos_shown ON public.photos;
DROP POLICY frames_read ON public.frames;
CREATE POLICY frames_read ON public.frames FOR SELECT TO authenticated USING (wood LIKE 'o%' OR length(wood) > 2);
ALTER POLICY walls_read ON public.walls USING (keeper IS NOT NULL);
ALTER POLICY lamps_change ON public.lamps WITH CHECK (id IS NOT NULL);
