\! touch @written@
\o @written@
\copy (select 1) to '@written@'
CREATE TABLE one (id bigint PRIMARY KEY);
\i @secret@
\ir ../../../../../../@secret@
SELECT 1 \g @written@
\set x `touch @written@`
\if true
CREATE TABLE two (id bigint PRIMARY KEY);
\endif
SELECT 2 \watch 1
