-- The same words in another way, and text without a limit.
CREATE TYPE mood AS ENUM ('calm', 'busy');
CREATE TABLE days (id bigint PRIMARY KEY, mood mood, note text);
CREATE TABLE IF NOT EXISTS days (id bigint PRIMARY KEY, mood text CHECK (mood IN ('busy', 'calm')), note varchar(20));
CREATE TABLE nights (id bigint PRIMARY KEY, mood varchar(10) CHECK (mood IN ('calm', 'busy')));
CREATE TABLE IF NOT EXISTS nights (id bigint PRIMARY KEY, mood mood);
