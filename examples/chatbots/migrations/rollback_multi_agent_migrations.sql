-- Takes back all four phases in one transaction, for psql

BEGIN;
\ir rollback_010_feedback_notes.sql
\ir rollback_009_conversations_chatbot.sql
\ir rollback_008_users_role.sql
\ir rollback_007_chatbots.sql
COMMIT;
