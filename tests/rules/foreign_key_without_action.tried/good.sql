create function public.keep_author() returns trigger language plpgsql as
$$ begin new.made_by := old.made_by; return new; end $$;
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users (id) on delete cascade,
  made_by uuid references auth.users (id) on delete restrict
);
create trigger keep_author before update on public.orders for each row execute function public.keep_author();
revoke all on public.orders from anon, authenticated;
