-- The open rows of the segment that the batch extends, for the keys of the batch. No history is read.
CREATE OR REPLACE TEMP TABLE ${state}_prior AS
SELECT o.*
FROM (SELECT * FROM $open UNION ALL SELECT * FROM $delta) o
SEMI JOIN ${state}_events e ON [[keys| AND : e.@ = o.@]]
WHERE o.segment_id IN (SELECT segment_id FROM $roots WHERE root = $segment)
QUALIFY row_number() OVER (PARTITION BY [[keys|, : o.@]] ORDER BY o.commit_no DESC) = 1
