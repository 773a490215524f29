-- Phase 4: feedback in words. What was a comment is a note from now on.

DO $$
BEGIN
    ALTER TABLE public.feedback RENAME COLUMN comment TO notes;
EXCEPTION
    -- Renamed already
    WHEN undefined_column THEN NULL;
END;
$$;

ALTER TABLE public.feedback DROP CONSTRAINT IF EXISTS check_notes_length;
ALTER TABLE public.feedback
    ADD CONSTRAINT check_notes_length CHECK (notes IS NULL OR char_length(notes) <= 5000);
