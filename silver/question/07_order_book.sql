-- What would the best offers give for an asset?
SELECT buying_asset, price, amount / 10000000 AS offered, offers
FROM order_book_current
WHERE selling_asset = 'USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN'
ORDER BY buying_asset, price
LIMIT 5
