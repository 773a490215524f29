create table p (id int primary key); create table q (id int primary key);
create table t (id int primary key, p int references p, q int references q,
  check ((p is null) <> (q is null)));
