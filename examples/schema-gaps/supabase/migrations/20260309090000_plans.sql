-- What there is to buy, and what there is to win.

CREATE TABLE IF NOT EXISTS public.subscription_plans (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL UNIQUE CHECK (btrim(name) <> ''),
    price numeric NOT NULL CHECK (price >= 0)
);
ALTER TABLE public.subscription_plans ENABLE ROW LEVEL SECURITY;
CREATE POLICY "subscriptionPlansSelect" ON public.subscription_plans FOR SELECT TO authenticated USING (true);
INSERT INTO public.subscription_plans (name, price) VALUES ('free', 0), ('team', 20), ('company', 90);

CREATE TABLE public.badges (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    title text NOT NULL UNIQUE CHECK (btrim(title) <> '')
);
ALTER TABLE public.badges ENABLE ROW LEVEL SECURITY;
CREATE POLICY "badgesSelect" ON public.badges FOR SELECT TO authenticated USING (true);

CREATE TABLE public.user_badges (
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    badge_id uuid NOT NULL REFERENCES public.badges (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, badge_id)
);
CREATE INDEX idx_user_badges_badge ON public.user_badges (badge_id);
ALTER TABLE public.user_badges ENABLE ROW LEVEL SECURITY;
CREATE POLICY "userBadgesSelect" ON public.user_badges FOR SELECT TO authenticated
    USING (user_id = (SELECT auth.uid()));
