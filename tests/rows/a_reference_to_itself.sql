create table t (id int primary key, parent int references t,
  root int not null references t);
