ALTER TABLE public.lines RENAME CONSTRAINT lines_old TO lines_new;
