CREATE TABLE public.notes (id bigint PRIMARY KEY, body text NOT NULL);
DROP TRIGGER notes_sync ON public.notes;
DROP FUNCTION public.sync_note(bigint, text);
ALTER TYPE public.note_kind ADD VALUE 'draft' BEFORE 'final';
ALTER TABLE public.notes ADD COLUMN kind public.note_kind NOT NULL DEFAULT 'draft';
