CREATE TABLE messages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text,
    sent boolean
);

CREATE TABLE IF NOT EXISTS messages (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    body text NOT NULL CHECK (body <> ''),
    link text,
    sent integer NOT NULL DEFAULT 0,
    UNIQUE (body)
);
