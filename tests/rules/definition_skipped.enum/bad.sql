CREATE TYPE public.stage AS ENUM ('new', 'done');
CREATE TYPE public.colour AS ENUM ('red', 'green');
CREATE TABLE public.early (id bigint PRIMARY KEY, stage public.stage NOT NULL DEFAULT 'active');
DO $$ BEGIN
  CREATE TYPE public.stage AS ENUM ('new', 'active', 'done', 'dropped');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'colour') THEN
    CREATE TYPE public.colour AS ENUM ('red', 'blue');
  END IF;
END $$;
CREATE TABLE public.deals (id bigint PRIMARY KEY, stage public.stage NOT NULL DEFAULT 'active');
