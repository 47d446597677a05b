DROP TABLE "liquidity_pools_snapshot_v1";
DROP TABLE "claimable_balances_snapshot_v1";
DROP TABLE "offers_snapshot_v1";
DROP TABLE "account_signers_snapshot_v1";
DROP TABLE "native_balances_snapshot_v1";
DROP TABLE "trustlines_snapshot_v1";
DROP TABLE "accounts_snapshot_v1";
