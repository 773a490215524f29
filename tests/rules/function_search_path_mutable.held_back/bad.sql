CREATE TABLE public.rides (id uuid PRIMARY KEY, status text NOT NULL DEFAULT 'new', fare integer);
CREATE TABLE public.ride_notes (note text NOT NULL);
ALTER TABLE public.rides ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.ride_notes ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION public.note_ride() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ride_notes (note) VALUES (NEW.status);
  RETURN NEW;
END
$$;
CREATE TRIGGER rides_noted AFTER UPDATE OF fare ON public.rides
  FOR EACH ROW EXECUTE FUNCTION public.note_ride();
CREATE FUNCTION public.pay(which uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE public.rides SET fare = 0 WHERE id = which
$$;
