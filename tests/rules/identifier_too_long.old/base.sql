create table public.appointments_of_the_practice (
  id uuid primary key default gen_random_uuid(),
  the_number_of_minutes_that_the_patient_had_to_wait_before_the_doctor_came integer,
  constraint "die Wartezeit für Patientinnen und Patienten ist größer als null"
    check (the_number_of_minutes_that_the_patient_had_to_wait_before_the_doctor_came > 0)
);
alter table public.appointments_of_the_practice enable row level security;
