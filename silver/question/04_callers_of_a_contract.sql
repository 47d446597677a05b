-- Who calls a contract, and what?
SELECT caller, function_name, count(*) AS calls, count(*) FILTER (successful) AS successful
FROM contract_calls_row_v1
WHERE contract_id = 'CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA'
GROUP BY ALL
ORDER BY calls DESC, caller, function_name
LIMIT 5
