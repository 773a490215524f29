-- What only 18 has: virtual columns, constraints that are named, not validated or not enforced.
CREATE TABLE public.newer (
    id bigint PRIMARY KEY,
    price integer CONSTRAINT "Priced" NOT NULL NO INHERIT,
    twice integer GENERATED ALWAYS AS (price * 2) VIRTUAL,
    late integer,
    CONSTRAINT unwatched CHECK (price > 0) NOT ENFORCED
);
ALTER TABLE public.newer ADD CONSTRAINT later_filled NOT NULL late NOT VALID;
ALTER TABLE public.newer ADD CONSTRAINT loose FOREIGN KEY (id) REFERENCES public.newer NOT ENFORCED;
