ALTER TYPE public.state ADD VALUE 'lost';
