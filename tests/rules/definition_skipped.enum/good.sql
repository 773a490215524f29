CREATE TYPE public.stage AS ENUM ('new', 'done');
CREATE TYPE public.colour AS ENUM ('green', 'red', 'blue');
DO $$ BEGIN
  CREATE TYPE public.stage AS ENUM ('new', 'active', 'done');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
ALTER TYPE public.stage ADD VALUE IF NOT EXISTS 'active' AFTER 'new';
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'colour') THEN
    CREATE TYPE public.colour AS ENUM ('red', 'green');
  END IF;
END $$;
CREATE TABLE public.deals (id bigint PRIMARY KEY, stage public.stage NOT NULL DEFAULT 'new');
