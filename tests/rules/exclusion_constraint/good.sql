CREATE TABLE public.bookings (during tstzrange, EXCLUDE USING gist (during WITH &&));
