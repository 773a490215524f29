ALTER ROLE CURRENT_USER SET lock_timeout = '5s';
CREATE TABLE public.one (id bigint PRIMARY KEY);
