create table public.notes (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null default now(),
  -- NULL until the note is changed
  updated_at timestamptz
);
-- Required: an insert that leaves it out fails, and is noticed
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
-- A trigger sets it
create table public.drafts (id uuid primary key default gen_random_uuid(), created_at timestamptz);
create function public.stamp() returns trigger language plpgsql as
$$ begin new.created_at := now(); return new; end $$;
create trigger drafts_stamp before insert on public.drafts for each row execute function public.stamp();
-- Only the sender knows when it happened
create table public.readings (
  id uuid primary key default gen_random_uuid(),
  occurred_at timestamptz not null,
  due_at timestamptz
);
create table public.spans (
  id uuid primary key default gen_random_uuid(),
  starts_on date not null,
  created_at date generated always as (starts_on) stored
);
