INSERT INTO public.banners (id, shown) VALUES ('site', false) ON CONFLICT DO NOTHING;
