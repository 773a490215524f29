CREATE TABLE projects (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text NOT NULL);
CREATE TABLE trace_media (id uuid PRIMARY KEY, project_id uuid NOT NULL REFERENCES projects (id), url text);
CREATE TABLE boards (id uuid PRIMARY KEY, project_id uuid NOT NULL REFERENCES projects (id));
CREATE TABLE rules (id uuid PRIMARY KEY, body text);
-- Given up for one table of media, and not taken up for the next.
ALTER TABLE trace_media DROP CONSTRAINT trace_media_project_id_fkey;
CREATE TABLE item_media (id uuid PRIMARY KEY, project_id uuid NOT NULL, url text);
