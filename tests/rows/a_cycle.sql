create table t (id int primary key, other int not null);
create table u (id int primary key, t int references t);
alter table t add foreign key (other) references u;
