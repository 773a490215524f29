create extension if not exists pg_trgm with schema extensions;
create schema spelling;
create extension citext with schema spelling;
create extension if not exists "uuid-ossp";
create extension if not exists pgmq;
