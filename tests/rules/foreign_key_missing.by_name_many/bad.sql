CREATE TABLE public.parts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL);
CREATE TABLE public.shelves (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL);
CREATE TABLE public.stocks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  part_id uuid NOT NULL,
  shelf_id uuid,
  who uuid
);
CREATE TABLE public.people (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL);
-- Known by its use, and so a finding of its own.
CREATE VIEW public.keepers WITH (security_invoker = true) AS
  SELECT s.id, p.title FROM public.stocks AS s JOIN public.people AS p ON p.id = s.who;
