CREATE TABLE games (id bigint PRIMARY KEY, points integer NOT NULL CHECK (points >= 0), kind text);
ALTER TABLE games ENABLE ROW LEVEL SECURITY;
CREATE POLICY games_won ON games USING (points > 10);
