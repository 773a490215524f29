create table public.links (
  id uuid primary key default gen_random_uuid(),
  home_url text, logo_url text, icon_url text, map_url text not null default '',
  help_url text not null default '/help'
);
