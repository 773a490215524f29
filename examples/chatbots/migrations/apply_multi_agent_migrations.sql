-- All four phases in one transaction, for psql

BEGIN;
\ir 007_create_chatbots_table.sql
\ir 008_add_users_role_column.sql
\ir 009_add_conversations_chatbot_id.sql
\ir 010_add_feedback_notes_column.sql
COMMIT;
