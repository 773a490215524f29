CREATE TABLE public.recipes (id bigint PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE public.menus (id bigint PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT now());
-- It does what is wanted, and its name says for which table: the fix makes one of its own.
CREATE FUNCTION public.update_recipes_updated_at() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS
$$ BEGIN NEW.updated_at := now(); RETURN NEW; END $$;
CREATE TRIGGER recipes_touched BEFORE UPDATE ON public.recipes FOR EACH ROW EXECUTE FUNCTION public.update_recipes_updated_at();
