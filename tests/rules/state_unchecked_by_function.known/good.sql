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

-- It made the row: by the key that it gave, by what RETURNING gave, and by a record.
CREATE FUNCTION send_new(p_id uuid, p_label text) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  v_id uuid;
  v_row public.parcels%ROWTYPE;
BEGIN
  INSERT INTO public.parcels (id, label, depot) VALUES (p_id, p_label, 1);
  UPDATE public.parcels SET state = 'sent' WHERE id = p_id AND depot = 1;
  INSERT INTO public.parcels (label, depot) VALUES (p_label || '-2', 1) ON CONFLICT (label) DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN
    RETURN;
  END IF;
  UPDATE public.parcels SET state = 'lost' WHERE id = v_id;
  INSERT INTO public.parcels (label, depot) VALUES (p_label || '-3', 1) RETURNING * INTO v_row;
  UPDATE public.parcels SET state = 'home' WHERE id = v_row.id;
END;
$$;

-- It has set the state of that row before, whatever it was.
CREATE FUNCTION send_known(p_label text) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO public.parcels (label, depot, state) VALUES (p_label, 2, 'packed')
    ON CONFLICT (label) DO UPDATE SET state = 'packed';
  BEGIN
    PERFORM pg_notify('parcels', p_label);
    UPDATE public.parcels SET state = 'sent' WHERE label = p_label;
  EXCEPTION WHEN OTHERS THEN
    UPDATE public.parcels SET state = 'lost' WHERE label = p_label;
  END;
END;
$$;
CREATE FUNCTION send_packed(p_id uuid) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.parcels SET state = 'packed' WHERE id = p_id;
  UPDATE public.parcels SET state = 'sent' WHERE id = p_id AND depot = 3;
END;
$$;

-- The round's own row, which starts again from wherever it ended: nobody is asked, and nothing is right or wrong.
CREATE FUNCTION do_round() RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.rounds SET state = 'running' WHERE name = 'evening' AND depot = 0;
  UPDATE public.rounds SET state = 'over' WHERE name = 'evening' AND depot = 0;
END;
$$;

-- What was found out, and that nothing could be.
CREATE FUNCTION look_at_parcel(p_id uuid, p_seen boolean) RETURNS void LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  UPDATE public.parcels SET state = CASE WHEN p_seen THEN 'home' ELSE 'lost' END WHERE id = p_id;
EXCEPTION WHEN OTHERS THEN
  UPDATE public.parcels SET state = 'lost' WHERE id = p_id;
END;
$$;

-- A kind: rows are made with either, and change from one to the other.
CREATE TABLE guests (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  sort text NOT NULL DEFAULT 'walk-in' CHECK (sort IN ('walk-in', 'regular', 'friend'))
);
CREATE FUNCTION add_regular(p_name text) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO public.guests (name, sort) VALUES (p_name, 'regular')
$$;
CREATE FUNCTION make_regular(p_id uuid) RETURNS void LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.guests SET sort = 'regular' WHERE id = p_id
$$;
