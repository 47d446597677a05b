-- Who paid whom, and how much, the largest first?
SELECT ledger_sequence, from_address, to_address, amount / 10000000 AS usdc, leg
FROM token_transfers_row_v1
WHERE asset = 'USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN' AND kind = 'transfer'
ORDER BY amount DESC, ledger_sequence, transaction_order, operation_index, transfer_index
LIMIT 5
