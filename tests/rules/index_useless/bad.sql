create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  is_done boolean not null default false,
  is_hidden boolean not null default false,
  due date
);
create index tasks_done on public.tasks (is_done);
create index tasks_hidden on public.tasks (is_hidden desc);
alter table public.tasks enable row level security;
