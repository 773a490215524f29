create table p (id int primary key); create table q (id int primary key);
create table t (p int references p, q int references q, primary key (p, q), check (p <> q));
