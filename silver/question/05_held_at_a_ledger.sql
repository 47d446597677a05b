-- What did an account hold at a ledger? Nothing is said of what was not seen up to there.
SELECT asset, balance / 10000000 AS held, valid_from_ledger, change
FROM balances_history_v1
WHERE owner = 'GAUA7XL5K54CC2DDGP77FJ2YBHRJLT36CPZDXWPM6MP7MANOGG77PNJU'
    AND valid_from_ledger <= 58752000 AND coalesce(valid_to_ledger, 4294967296) > 58752000 AND known_to_ledger >= 58752000
ORDER BY asset
