create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  is_done boolean not null default false,
  is_first boolean unique,
  due date
);
create index tasks_open on public.tasks (due) where not is_done;
create index tasks_undone on public.tasks (is_done) where not is_done;
create index tasks_done_due on public.tasks (is_done, due);
create index tasks_due on public.tasks (due);
alter table public.tasks enable row level security;
