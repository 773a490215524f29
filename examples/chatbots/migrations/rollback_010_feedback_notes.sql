-- Takes back 010

ALTER TABLE public.feedback DROP CONSTRAINT IF EXISTS check_notes_length;
ALTER TABLE public.feedback RENAME COLUMN notes TO comment;
