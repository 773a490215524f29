SET lock_timeout = '5s';
ALTER TABLE parts ADD COLUMN made_on date DEFAULT current_date;
