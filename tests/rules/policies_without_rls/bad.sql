CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  body text NOT NULL
);
CREATE POLICY "Users see their notes" ON public.notes FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
CREATE POLICY "Users write their notes" ON public.notes FOR INSERT TO authenticated WITH CHECK (user_id = (SELECT auth.uid()));

-- No client role reaches it: the policy only tests nothing.
CREATE TABLE public.drafts (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
REVOKE ALL ON public.drafts FROM anon, authenticated;
CREATE POLICY "Users see their drafts" ON public.drafts FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()));
