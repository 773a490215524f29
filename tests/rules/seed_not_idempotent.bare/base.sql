CREATE TABLE public.banners (id text PRIMARY KEY, shown boolean);
