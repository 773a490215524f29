CREATE TABLE public.usage (id bigint PRIMARY KEY, who bigint NOT NULL, org bigint NOT NULL, month date, CONSTRAINT once UNIQUE (who, org, month), CONSTRAINT small CHECK (id < 9));
