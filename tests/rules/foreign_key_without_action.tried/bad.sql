create function public.keep_author() returns trigger language plpgsql as
$$ begin new.made_by := old.made_by; return new; end $$;
create function public.keep_closed() returns trigger language plpgsql as
$$ begin if new.closed_by is null then raise exception 'closed is closed'; end if; return new; end $$;

create table public.orders (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users (id) on delete cascade,
  made_by uuid references auth.users (id),
  seen_by uuid references auth.users (id)
);
-- Writes the author back.
create trigger keep_author before update on public.orders for each row execute function public.keep_author();

create table public.tasks (
  id uuid primary key default gen_random_uuid(),
  worker uuid references auth.users (id),
  helper uuid references auth.users (id),
  title text,
  constraint somebody check (worker is not null or helper is not null)
);
create table public.cases (
  id uuid primary key default gen_random_uuid(),
  closed_by uuid references auth.users (id),
  -- One of the two does, and this one has none of its own.
  note text check (note is null or length(note) > 2)
);
create trigger keep_closed before update on public.cases for each row execute function public.keep_closed();
create table public.letters (
  id uuid primary key default gen_random_uuid(),
  sent_by uuid references auth.users (id),
  body text
);
revoke all on public.orders, public.tasks, public.cases, public.letters from anon, authenticated;
-- Refuses each change of such a row, whoever it is of
create table public.pages (
  id uuid primary key default gen_random_uuid(),
  read_by uuid references auth.users (id),
  year integer
);
create function public.keep_year() returns trigger language plpgsql as
$$ begin if old.year is distinct from 2020 then raise exception 'the year is closed'; end if; return new; end $$;
create trigger keep_year before update on public.pages for each row execute function public.keep_year();
revoke all on public.pages from anon, authenticated;
