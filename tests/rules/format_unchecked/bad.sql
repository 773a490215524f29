create table public.hooks (
  id uuid primary key default gen_random_uuid(),
  target_url text not null,
  contact_email text not null default '',
  plan text default '0 3 * * *',
  note text
);
comment on column public.hooks.note is 'When to call, in cron notation';
