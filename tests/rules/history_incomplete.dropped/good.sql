CREATE TABLE public.notes (id bigint PRIMARY KEY, body text NOT NULL);
DROP TRIGGER IF EXISTS notes_sync ON public.notes;
DROP FUNCTION IF EXISTS public.sync_note(bigint, text);
CREATE TYPE public.note_kind AS ENUM ('final');
ALTER TYPE public.note_kind ADD VALUE 'draft' BEFORE 'final';
ALTER TABLE public.notes ADD COLUMN kind public.note_kind NOT NULL DEFAULT 'draft';
