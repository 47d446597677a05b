-- Which segments belong together, and what each group spans.
SELECT s.segment_id, s.root, r.lo, r.hi, r.lo <= 2 AS complete
FROM $segments s
JOIN $segments r ON r.segment_id = s.root
