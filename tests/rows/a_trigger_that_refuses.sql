create table t (id int primary key, a text not null);
create function no() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
create trigger no before insert on t for each row execute function no();
