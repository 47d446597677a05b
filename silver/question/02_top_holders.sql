-- Who holds the most of an asset?
SELECT h.place, h.owner, h.balance / 10000000 AS usdc, h.valid_from_ledger
FROM asset_holders_current AS h
JOIN tokens_current_v1 AS t USING (token_id)
WHERE t.asset = 'USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN'
ORDER BY h.place, h.owner
LIMIT 5
