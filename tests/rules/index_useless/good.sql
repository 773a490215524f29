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
-- It holds what is asked for besides.
create index tasks_done_with on public.tasks (is_done) include (due);
-- An expression is no column, and a part follows its whole.
create index tasks_late on public.tasks ((due < '2020-01-01'));
create table public.visits (id uuid not null, is_old boolean not null, day date not null) partition by range (day);
create table public.visits_old partition of public.visits for values from (minvalue) to ('2020-01-01');
create index visits_old_is on public.visits_old (is_old);
alter table public.visits enable row level security;
alter table public.visits_old enable row level security;
