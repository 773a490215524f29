-- Rows and no more, in a file that shows by nothing that it is run again: to be known.
INSERT INTO public.banners (id, shown) VALUES ('site', false);
