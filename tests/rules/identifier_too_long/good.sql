create table public.appointments_of_the_practice (
  id uuid primary key default gen_random_uuid(),
  minutes_that_the_patient_had_to_wait_before_the_doctor_came integer,
  kept_for_now_and_dropped_as_soon_as_the_new_appointments_are_there_x integer
);
alter table public.appointments_of_the_practice
  drop column kept_for_now_and_dropped_as_soon_as_the_new_appointments_are_there_x;
alter table public.appointments_of_the_practice enable row level security;
create policy "Everybody who is signed in reads the appointments of the whole practice"
  on public.appointments_of_the_practice for select to authenticated using (true);
comment on table public.appointments_of_the_practice is
  'a_word_of_more_than_sixty_three_bytes_that_stands_in_a_string_and_is_no_name';
