-- What stands for each key at the end of the right segment, of two of which the left one ends where the right one begins.
--
-- A merge looks at keys that both sides know, and where the left one is complete at those of the right one whose first
-- version does not know what stood before it: a key that a complete segment has no row of does not exist.
CREATE OR REPLACE TEMP TABLE ${state}_right AS
SELECT * FROM ($summary) WHERE root = $right
