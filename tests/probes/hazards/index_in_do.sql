-- finds: index-not-concurrent at public.parts_title
DO $$
BEGIN
  CREATE INDEX parts_title ON parts (title);
END
$$;
