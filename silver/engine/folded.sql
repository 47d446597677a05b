-- Open rows of all batches as one row a key. Ends are kept where a merge may still ask for them: in a segment before which
-- something may have existed, and of states whose ends know what later versions do not.
CREATE OR REPLACE TEMP TABLE ${state}_folded AS
SELECT s.* EXCLUDE (root) REPLACE (s.root AS segment_id)
FROM ($summary) s
JOIN $roots r ON r.segment_id = s.root
WHERE NOT (s.ended AND r.complete AND $drops_tombstones)
