CREATE TABLE messages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body varchar(200) NOT NULL CHECK (body <> ''),
    link text,
    sent boolean NOT NULL,
    more text
);
CREATE UNIQUE INDEX one_body ON messages (body);

-- It says less than the first one, or what the index says, or what comes later.
CREATE TABLE IF NOT EXISTS messages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body varchar(100) UNIQUE CHECK (body <> ''),
    link text,
    read_on date,
    sent integer
);
ALTER TABLE messages ADD COLUMN read_on date;
ALTER TABLE messages ALTER COLUMN sent TYPE integer USING sent::integer;
ALTER TABLE messages DROP COLUMN link;
