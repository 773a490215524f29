create table c0 (id bigint primary key, n text not null, v jsonb, w text,
  check (case n when 'a' then v is not null and w is null when 'b' then w is not null else false end));
