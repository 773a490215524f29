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

create table public.mailings (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  phase text not null default 'pending' check (phase in ('pending', 'sent', 'failed')),
  sent_at timestamptz,
  made timestamptz not null default now()
);
create index on public.mailings (firm_id, made);
create table public.happenings (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
create index on public.happenings using brin (made);
-- Listed mailing by mailing
create table public.openings (
  id uuid primary key default gen_random_uuid(),
  mailing_id uuid not null references public.mailings (id) on delete cascade,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
create index on public.openings (mailing_id);
-- Edited rows, listed by name
create table public.customers (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  name text not null,
  made timestamptz not null default now(),
  changed timestamptz not null default now()
);
alter table public.mailings enable row level security;
create policy mailings_members on public.mailings to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.customers enable row level security;
create policy customers_members on public.customers to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
alter table public.happenings enable row level security;
create policy happenings_read on public.happenings for select to authenticated
  using (firm_id in (select public.my_firms()));
alter table public.openings enable row level security;
create policy openings_read on public.openings for select to authenticated
  using (mailing_id in (select id from public.mailings));
-- A partial unique key picks the row that counts
create table public.rates (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  current boolean,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
create unique index on public.rates (firm_id) where current;
alter table public.rates enable row level security;
create policy rates_members on public.rates for select to authenticated
  using (firm_id in (select public.my_firms()));
-- Numbered, and found by number
create table public.editions (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  number integer not null,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
alter table public.editions enable row level security;
create policy editions_members on public.editions for select to authenticated
  using (firm_id in (select public.my_firms()));
create function public.last_edition(p_firm uuid) returns integer language sql stable set search_path = '' as
$$ select max(e.number) from public.editions e where e.firm_id = p_firm $$;
-- Nobody but the backend reads it
create table public.resets (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
alter table public.resets enable row level security;
-- Picked by when they are due, state by state
create table public.letters_out (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  phase text not null default 'queued' check (phase in ('queued', 'sent', 'failed')),
  due_at timestamptz not null,
  sent_at timestamptz,
  made timestamptz not null default now()
);
create index on public.letters_out (phase, due_at);
alter table public.letters_out enable row level security;
create policy letters_out_members on public.letters_out to authenticated
  using (firm_id in (select public.my_firms())) with check (firm_id in (select public.my_firms()));
-- Found by table, newest first
create table public.changes (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  of_table text not null,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
create index on public.changes (of_table, made desc);
alter table public.changes enable row level security;
create policy changes_members on public.changes for select to authenticated
  using (firm_id in (select public.my_firms()));
-- A log that nothing asks for in order
create table public.notes_taken (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
create index on public.notes_taken (firm_id);
alter table public.notes_taken enable row level security;
create policy notes_taken_members on public.notes_taken for select to authenticated
  using (firm_id in (select public.my_firms()));
-- Each reads their own, and an index leads to them
create table public.errands (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  phase text not null default 'pending' check (phase in ('pending', 'done', 'failed')),
  done_at timestamptz,
  made timestamptz not null default now()
);
create index on public.errands (user_id);
alter table public.errands enable row level security;
create policy errands_own on public.errands for select to authenticated using (user_id = (select auth.uid()));
-- Work on a customer, found by the customer
create table public.imports (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  customer_id uuid not null references public.customers (id) on delete cascade,
  phase text not null default 'pending' check (phase in ('pending', 'done', 'failed')),
  done_at timestamptz,
  made timestamptz not null default now()
);
create index on public.imports (customer_id);
alter table public.imports enable row level security;
create policy imports_members on public.imports for select to authenticated
  using (firm_id in (select public.my_firms()));
-- Only the worker reads it, by its state
create table public.sweeps (
  id uuid primary key default gen_random_uuid(),
  phase text not null default 'pending' check (phase in ('pending', 'done', 'failed')),
  done_at timestamptz,
  made timestamptz not null default now()
);
create index on public.sweeps (phase);
alter table public.sweeps enable row level security;
-- Requests with a state, which no query asks for in order of time: nobody knows how they are listed
create table public.refunds (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  phase text not null default 'pending' check (phase in ('pending', 'done', 'failed')),
  done_at timestamptz,
  made timestamptz not null default now()
);
create index on public.refunds (firm_id);
alter table public.refunds enable row level security;
create policy refunds_members on public.refunds for select to authenticated
  using (firm_id in (select public.my_firms()));
-- Work of nobody in particular, that nobody asks for in order
create table public.chores (
  id uuid primary key default gen_random_uuid(),
  phase text not null default 'pending' check (phase in ('pending', 'done', 'failed')),
  attempts integer not null default 0 check (attempts >= 0),
  done_at timestamptz,
  made timestamptz not null default now()
);
alter table public.chores enable row level security;
create policy chores_read on public.chores for select to authenticated using (true);
-- Sorted, but only what belongs to one mailing, which an index finds
create table public.replies (
  id uuid primary key default gen_random_uuid(),
  firm_id uuid not null references public.firms (id) on delete cascade,
  mailing_id uuid references public.mailings (id) on delete cascade,
  what jsonb not null default '{}',
  made timestamptz not null default now()
);
create index on public.replies (mailing_id);
create index on public.replies (firm_id);
alter table public.replies enable row level security;
create policy replies_read on public.replies for select to authenticated using (firm_id in (select public.my_firms()));
create function public.replies_to(p_mailing uuid) returns setof public.replies language sql stable set search_path = '' as
$$ select r.* from public.replies r where r.mailing_id = p_mailing order by r.made $$;
