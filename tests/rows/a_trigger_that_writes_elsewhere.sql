create table t (id int primary key);
create table u (id int primary key references t, name text not null);
create function also() returns trigger language plpgsql as
  $$ begin insert into u values (new.id, 'made'); return new; end $$;
create trigger also after insert on t for each row execute function also();
