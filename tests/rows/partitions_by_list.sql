create table t (id int, region text not null) partition by list (region);
create table t_1 partition of t for values in ('north', 'south');
