-- The open rows of the segment that the batch extends, for the keys of the batch. No history is read.
CREATE OR REPLACE TEMP TABLE ${state}_prior AS
SELECT o.*
FROM ($held) o
SEMI JOIN ${state}_events e ON [[keys| AND : e.@ = o.@]]
WHERE o.segment_id IN ($members)
QUALIFY row_number() OVER (PARTITION BY [[keys|, : o.@]] ORDER BY o.commit_no DESC) = 1
