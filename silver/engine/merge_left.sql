-- The same of the left segment, for keys that the right one has.
CREATE OR REPLACE TEMP TABLE ${state}_left AS
SELECT l.*
FROM ($summary) l
SEMI JOIN ${state}_right r ON [[keys| AND : r.@ = l.@]]
WHERE l.root = $left
