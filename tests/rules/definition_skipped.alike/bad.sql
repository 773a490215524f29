-- Other words, and a text with a limit that the other has not.
CREATE TYPE mood AS ENUM ('calm', 'busy');
CREATE TABLE days (id bigint PRIMARY KEY, mood mood, note varchar(20));
CREATE TABLE IF NOT EXISTS days (id bigint PRIMARY KEY, mood text CHECK (mood IN ('calm', 'busy', 'odd')), note text);
-- Text that takes everything, where a few words were meant.
CREATE TABLE nights (id bigint PRIMARY KEY, mood text);
CREATE TABLE IF NOT EXISTS nights (id bigint PRIMARY KEY, mood text CHECK (mood IN ('calm', 'busy')));
