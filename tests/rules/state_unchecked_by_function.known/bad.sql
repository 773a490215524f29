CREATE TABLE parcels (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  label text NOT NULL UNIQUE,
  depot integer NOT NULL,
  state text NOT NULL DEFAULT 'packed' CHECK (state IN ('packed', 'sent', 'lost', 'home'))
);
CREATE TABLE rounds (
  name text NOT NULL,
  depot integer NOT NULL DEFAULT 0,
  state text NOT NULL DEFAULT 'resting' CHECK (state IN ('resting', 'running', 'failed', 'over')),
  UNIQUE (name, depot)
);

-- All parcels of the depot, and not only the one that was made.
CREATE FUNCTION send_depot(p_label text, p_depot integer) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO public.parcels (label, depot) VALUES (p_label, p_depot);
  UPDATE public.parcels SET state = 'sent' WHERE depot = p_depot;
END;
$$;

-- The row can have been there.
CREATE FUNCTION send_there(p_label text) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO public.parcels (label, depot) VALUES (p_label, 1) ON CONFLICT (label) DO NOTHING;
  UPDATE public.parcels SET state = 'sent' WHERE label = p_label;
END;
$$;
CREATE FUNCTION send_moved(p_label text) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  v_id uuid;
BEGIN
  INSERT INTO public.parcels (label, depot) VALUES (p_label, 1) ON CONFLICT (label) DO UPDATE SET depot = 1 RETURNING id INTO v_id;
  UPDATE public.parcels SET state = 'sent' WHERE id = v_id;
END;
$$;

-- Made on another way than this.
CREATE FUNCTION send_either(p_id uuid, p_new boolean) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF p_new THEN
    INSERT INTO public.parcels (id, label, depot) VALUES (p_id, p_id::text, 1);
  END IF;
  UPDATE public.parcels SET state = 'sent' WHERE id = p_id;
END;
$$;

-- Set before for some of these rows alone.
CREATE FUNCTION send_some(p_id uuid) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.parcels SET state = 'packed' WHERE id = p_id AND depot = 1;
  UPDATE public.parcels SET state = 'sent' WHERE id = p_id;
END;
$$;

-- A constant that is no key names the rows of everybody; a key that the caller names is no row of its own.
CREATE FUNCTION end_rounds() RETURNS void LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.rounds SET state = 'over' WHERE name = 'evening'
$$;
CREATE FUNCTION end_round(p_depot integer) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.rounds SET state = 'over' WHERE name = 'evening' AND depot = p_depot
$$;

-- Work goes through it, though some of it is noted when it is done.
CREATE TABLE errands (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed'))
);
CREATE FUNCTION note_errand(p_name text) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO public.errands (name, state) VALUES (p_name, 'done')
$$;
CREATE FUNCTION end_errand(p_id uuid) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.errands SET state = 'done' WHERE id = p_id
$$;
