create domain slug as text check (value ~ '^[a-z]+(-[a-z]+)*$');
create domain positive as int check (value > 41);
create table t (id int primary key, a slug not null unique, b positive not null);
