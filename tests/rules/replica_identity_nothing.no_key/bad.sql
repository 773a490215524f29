create schema feed;
create table feed.readings (sensor uuid not null, at timestamptz not null default now(), value numeric);
create table feed.days (sensor uuid not null, day date not null) partition by range (day);
create table feed.days_2026 partition of feed.days for values from ('2026-01-01') to ('2027-01-01');
create publication feed_out for table feed.readings, feed.days with (publish = 'insert, delete');
