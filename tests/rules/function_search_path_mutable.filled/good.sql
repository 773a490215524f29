CREATE FUNCTION public.plain(word text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT lower(word) $$;
CREATE FUNCTION public.folded(word text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN public.plain(word);
END
$$;
CREATE TABLE public.words (word text NOT NULL);
ALTER TABLE public.words ENABLE ROW LEVEL SECURITY;
CREATE INDEX words_folded ON public.words (public.folded(word));
