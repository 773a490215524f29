INSERT INTO storage.buckets (id, name) VALUES ('avatars', 'avatars');
