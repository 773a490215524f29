CREATE TABLE runs (id uuid PRIMARY KEY, note text);
-- With all else that it loses definition-skipped tells of it.
CREATE TABLE IF NOT EXISTS runs (id uuid PRIMARY KEY, note integer);
