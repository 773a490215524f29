-- finds: primary-key-without-index at public.notes
ALTER TABLE notes ADD PRIMARY KEY (id);
