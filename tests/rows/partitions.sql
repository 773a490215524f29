create table t (id int, at timestamptz not null, primary key (id, at)) partition by range (at);
create table t_1 partition of t for values from ('2019-01-01') to ('2019-02-01');
