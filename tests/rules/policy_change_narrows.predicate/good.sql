-- The same in other words: who compares, in which order, under which alias, in one policy or two.
DROP POLICY albums_read ON public.albums;
CREATE POLICY albums_select ON public.albums FOR SELECT TO authenticated USING (keeper = (SELECT auth.uid()));
ALTER POLICY photos_read ON public.photos
  USING (EXISTS (SELECT 1 FROM public.albums AS b WHERE b.keeper = (SELECT auth.uid()) AND b.id = photos.album_id));
CREATE POLICY frames_serve ON public.frames FOR SELECT TO authenticated USING (auth.role() = 'service_role');
CREATE POLICY walls_twice ON public.walls FOR SELECT TO authenticated
  USING (keeper = auth.uid() AND keeper IS NOT NULL);
ALTER POLICY lamps_change ON public.lamps USING ((SELECT auth.uid()) = keeper);
