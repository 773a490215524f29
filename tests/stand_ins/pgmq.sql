-- A queue works: what is read is hidden for a while, archived or deleted.
CREATE EXTENSION pgmq;
DO $$
DECLARE
   message pgmq.message_record;
BEGIN
   PERFORM pgmq.create('jobs');
   ASSERT (SELECT array_agg(n) FROM pgmq.send_batch('jobs', ARRAY['{"a":1}', '{"a":2}']::jsonb[]) AS n) = '{1,2}';
   ASSERT (SELECT n FROM pgmq.send('jobs', '{"a":3}', 3600) AS n) = 3;
   SELECT * INTO message FROM pgmq.read('jobs', 30, 1);
   ASSERT message.msg_id = 1 AND message.read_ct = 1 AND message.message = '{"a":1}';
   ASSERT (SELECT array_agg(msg_id) FROM pgmq.read('jobs', 30, 10)) = '{2}';
   ASSERT pgmq.archive('jobs', 1) AND pgmq.delete('jobs', 2) AND NOT pgmq.delete('jobs', 2);
   ASSERT (SELECT count(*) FROM pgmq.a_jobs) = 1 AND (SELECT count(*) FROM pgmq.q_jobs) = 1;
   ASSERT (SELECT queue_length FROM pgmq.metrics('jobs')) = 1 AND (SELECT queue_name FROM pgmq.list_queues()) = 'jobs';
   ASSERT pgmq.purge_queue('jobs') = 1 AND pgmq.drop_queue('jobs');
   ASSERT to_regclass('pgmq.q_jobs') IS NULL;
END $$;
