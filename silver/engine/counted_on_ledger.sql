-- Every event counts.
counted AS (FROM happened),
