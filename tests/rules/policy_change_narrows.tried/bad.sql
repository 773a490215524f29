ALTER POLICY games_won ON games USING (points > 100);
