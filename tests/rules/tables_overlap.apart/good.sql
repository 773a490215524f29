-- The sorts of goals and those of a calendar's entries: each is the look-up of its own.
CREATE TABLE goal_sorts (id uuid PRIMARY KEY, color text, icon text, is_shown boolean);
CREATE TABLE goals (id uuid PRIMARY KEY, sort_id uuid REFERENCES goal_sorts);
CREATE TABLE calendar_sorts (id uuid PRIMARY KEY, color text, icon text, is_shown boolean);
CREATE TABLE calendar_entries (id uuid PRIMARY KEY, sort_id uuid REFERENCES calendar_sorts);
