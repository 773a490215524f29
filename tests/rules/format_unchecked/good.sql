create domain public.web_address as text check (value ~* '^https?://');
create table public.hooks (
  id uuid primary key default gen_random_uuid(),
  target_url public.web_address not null,
  contact_email text not null check (contact_email like '%_@_%'),
  plan text default '0 3 * * *' check (plan ~ '^\S+( \S+){4}$'),
  action_url text
);
