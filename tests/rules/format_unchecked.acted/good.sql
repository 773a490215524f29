create table public.firms (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.staff (
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (firm_id, user_id)
);
create index on public.staff (user_id);
create function public.my_firms() returns setof uuid
language sql stable security definer set search_path = '' as
$$ select firm_id from public.staff where user_id = (select auth.uid()) $$;

create table public.rules (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  schedule_cron text check (schedule_cron ~ '^[0-9*/, -]+$'),
  call_url text check (call_url ~ '^https://'),
  logo_url text check (logo_url <> ''),
  enabled boolean not null default true,
  options jsonb not null default '{}'
);
alter table public.rules enable row level security;
create policy rules_members on public.rules to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
create table public.runs (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  rule_id uuid not null references public.rules (id) on delete cascade,
  phase text not null default 'queued' check (phase in ('queued', 'done', 'failed')),
  ended timestamptz
);
-- What happened is noted as it was
create table public.sign_ins (
  id uuid primary key default gen_random_uuid(),
  email text,
  what jsonb not null default '{}',
  words tsvector,
  created_at timestamptz not null default now()
);
alter table public.sign_ins enable row level security;
create policy sign_ins_add on public.sign_ins for insert to authenticated with check (true);
-- Only the backend writes it
create table public.customers_billed (id uuid primary key, email text);
alter table public.customers_billed enable row level security;
create policy customers_billed_read on public.customers_billed for select to authenticated using (true);
-- A copy of what the users' table says
create table public.people (id uuid primary key references auth.users (id) on delete cascade, email text, note text);
create function public.new_person() returns trigger language plpgsql security definer set search_path = '' as
$$ begin insert into public.people (id, email) values (new.id, new.email); return new; end $$;
create trigger on_user after insert on auth.users for each row execute function public.new_person();
