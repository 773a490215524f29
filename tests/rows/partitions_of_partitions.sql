create table t (id bigint, kind text not null, at date not null) partition by list (kind);
create table t_alpha partition of t for values in ('alpha') partition by range (at);
create table t_alpha_2011 partition of t_alpha for values from ('2011-01-01') to ('2012-01-01');
