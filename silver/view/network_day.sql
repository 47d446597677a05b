/*---
doc: One row per day of the network, with what it did and what it cost.
grain: day
key: [day]
inputs: [network_agg_hour_v1]
columns:
- {name: day, type: DATE, doc: "Day in which the ledgers closed, UTC."}
- {name: ledgers, type: BIGINT, doc: "Ledgers that closed."}
- {name: first_ledger, type: BIGINT, unit: ledgers, doc: "First of them."}
- {name: last_ledger, type: BIGINT, unit: ledgers, doc: "Last of them."}
- {name: close_seconds, type: BIGINT, unit: seconds, doc: "Time since the ledger before, added up over the ledgers whose predecessor is known."}
- {name: close_gaps, type: BIGINT, doc: "How many ledgers those are; close_seconds through close_gaps is the mean time of a ledger."}
- {name: transactions, type: BIGINT, doc: "Transactions, failed ones included."}
- {name: successful_transactions, type: BIGINT, doc: "Those that succeeded."}
- {name: soroban_transactions, type: BIGINT, doc: "Those that declared resources for contracts."}
- {name: fee_bump_transactions, type: BIGINT, doc: "Those in a fee bump."}
- {name: operations, type: BIGINT, doc: "Operations of all transactions."}
- {name: successful_operations, type: BIGINT, doc: "Operations of successful transactions."}
- {name: successful_account_operations, type: BIGINT, doc: "Those that create, merge or set up accounts or bump their sequence number."}
- {name: successful_payment_operations, type: BIGINT, doc: "Payments and path payments among them."}
- {name: successful_offer_operations, type: BIGINT, doc: "Those that make, change or remove offers."}
- {name: successful_trustline_operations, type: BIGINT, doc: "Those that change or authorize trustlines."}
- {name: successful_claimable_operations, type: BIGINT, doc: "Those that create, claim or claw back claimable balances."}
- {name: successful_sponsorship_operations, type: BIGINT, doc: "Those that begin, end or revoke sponsorships."}
- {name: successful_clawback_operations, type: BIGINT, doc: "Those that claw back from accounts."}
- {name: successful_pool_operations, type: BIGINT, doc: "Deposits to and withdrawals from liquidity pools among them."}
- {name: successful_soroban_operations, type: BIGINT, doc: "Those that call, create, upload, extend or restore contracts."}
- {name: successful_data_operations, type: BIGINT, doc: "Those that set data entries of accounts."}
- {name: successful_inflation_operations, type: BIGINT, doc: "Runs of inflation among them."}
- {name: accounts_created, type: BIGINT, doc: "Accounts that were created."}
- {name: accounts_merged, type: BIGINT, doc: "Accounts that were merged into others."}
- {name: trades, type: BIGINT, doc: "Offers and pools that were crossed."}
- {name: contract_events, type: BIGINT, doc: "Events of contracts; those of fees and of classic operations left out."}
- {name: contracts_created, type: BIGINT, doc: "Contracts that came into being."}
- {name: fees_charged, type: BIGINT, unit: stroops, doc: "Fees that were paid."}
- {name: inclusion_fees, type: BIGINT, unit: stroops, doc: "Part of them that went for a place in a ledger."}
- {name: resource_fees, type: BIGINT, unit: stroops, doc: "Part of them that went for resources of contracts."}
- {name: rent_fees, type: BIGINT, unit: stroops, nullable: true, doc: "Rent among the resource fees; NULL when the ledgers do not tell it of every transaction."}
- {name: surge_ledgers, type: BIGINT, doc: "Ledgers in which a transaction paid more than the minimum for its place."}
- {name: declared_instructions, type: "DECIMAL(38,0)", unit: instructions, doc: "Instructions that transactions declared."}
- {name: fee_pool_last, type: BIGINT, unit: stroops, doc: "Fees collected since the network began, after the last ledger."}
- {name: total_coins_last, type: BIGINT, unit: stroops, doc: "Lumens in existence after the last ledger."}
- {name: protocol_last, type: INTEGER, doc: "Version of the protocol after the last ledger."}
- {name: base_fee_last, type: INTEGER, unit: stroops, nullable: true, doc: "Minimum fee of an operation after the last ledger; NULL when the number does not fit (D28)."}
---*/
SELECT hour::DATE AS day, sum(ledgers)::BIGINT AS ledgers, min(first_ledger) AS first_ledger,
    max(last_ledger) AS last_ledger, sum(close_seconds)::BIGINT AS close_seconds, sum(close_gaps)::BIGINT AS close_gaps,
    sum(transactions)::BIGINT AS transactions, sum(successful_transactions)::BIGINT AS successful_transactions,
    sum(soroban_transactions)::BIGINT AS soroban_transactions,
    sum(fee_bump_transactions)::BIGINT AS fee_bump_transactions, sum(operations)::BIGINT AS operations,
    sum(successful_operations)::BIGINT AS successful_operations,
    sum(successful_account_operations)::BIGINT AS successful_account_operations,
    sum(successful_payment_operations)::BIGINT AS successful_payment_operations,
    sum(successful_offer_operations)::BIGINT AS successful_offer_operations,
    sum(successful_trustline_operations)::BIGINT AS successful_trustline_operations,
    sum(successful_claimable_operations)::BIGINT AS successful_claimable_operations,
    sum(successful_sponsorship_operations)::BIGINT AS successful_sponsorship_operations,
    sum(successful_clawback_operations)::BIGINT AS successful_clawback_operations,
    sum(successful_pool_operations)::BIGINT AS successful_pool_operations,
    sum(successful_soroban_operations)::BIGINT AS successful_soroban_operations,
    sum(successful_data_operations)::BIGINT AS successful_data_operations,
    sum(successful_inflation_operations)::BIGINT AS successful_inflation_operations,
    sum(accounts_created)::BIGINT AS accounts_created, sum(accounts_merged)::BIGINT AS accounts_merged,
    sum(trades)::BIGINT AS trades, sum(contract_events)::BIGINT AS contract_events,
    sum(contracts_created)::BIGINT AS contracts_created, sum(fees_charged)::BIGINT AS fees_charged,
    sum(inclusion_fees)::BIGINT AS inclusion_fees, sum(resource_fees)::BIGINT AS resource_fees,
    CASE WHEN count(rent_fees) = count(*) THEN sum(rent_fees)::BIGINT END AS rent_fees,
    sum(surge_ledgers)::BIGINT AS surge_ledgers, sum(declared_instructions) AS declared_instructions,
    arg_max_null(fee_pool_last, last_ledger) AS fee_pool_last,
    arg_max_null(total_coins_last, last_ledger) AS total_coins_last,
    arg_max_null(protocol_last, last_ledger) AS protocol_last,
    arg_max_null(base_fee_last, last_ledger) AS base_fee_last
FROM network_agg_hour_v1
GROUP BY ALL
