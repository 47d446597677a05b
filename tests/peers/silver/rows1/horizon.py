"""trades_enriched, operations_enriched and transaction_fees against the answers of a real Horizon (data/expected/horizon)."""
import json
import subprocess

import lab
import laws

FOLDER = "../shared/data/expected/horizon"


def records(name):
    text = subprocess.run(["zstd", "-dc", "--long=27", f"{FOLDER}/{name}.jsonl.zst"], capture_output=True, check=True).stdout
    found = {"trades": {}, "operations": {}, "transactions": {}}
    for line in text.splitlines():
        body = json.loads(line)["body"]
        if not isinstance(body, dict):
            continue
        for r in body.get("_embedded", {}).get("records", []) + [body]:
            if "base_is_seller" in r:
                found["trades"][r["id"]] = r
            elif "transaction_successful" in r:
                found["operations"][r["id"]] = r
            elif "fee_charged" in r and "hash" in r:
                found["transactions"][r["hash"]] = r
    return found


def asset(r, side):
    return "native" if r[f"{side}_asset_type"] == "native" else f"{r[f'{side}_asset_code']}:{r[f'{side}_asset_issuer']}"


def stroops(text):
    return int(text.replace(".", ""))


def trade_differs(r, row):
    base, counter, base_amount, counter_amount, n, d, seller, buyer, offer, pool, base_is_seller = row
    turned = asset(r, "base") != base
    sides = ("counter", "base") if turned else ("base", "counter")
    price = (int(r["price"]["n"]), int(r["price"]["d"]))
    resting = sides[0] if base_is_seller else sides[1]
    return (asset(r, sides[0]), asset(r, sides[1]), stroops(r[f"{sides[0]}_amount"]), stroops(r[f"{sides[1]}_amount"]),
            price[::-1] if turned else price, r["base_is_seller"] != turned,
            r.get(f"{resting}_liquidity_pool_id"), r.get(f"{resting}_account"), r.get(f"{'base' if resting == 'counter' else 'counter'}_account"),
            r.get(f"{resting}_offer_id")) != (
        base, counter, base_amount, counter_amount, (n, d), base_is_seller, pool, None if pool else seller, buyer, str(offer) if offer else None)


def main(lake, names):
    db, *_ = lab.open_lake(lake)
    for name in lab.NAMES:
        lab.run(db, lab.SilverFile(name))
    bad, count = {"trades": [], "operations": [], "transactions": []}, dict.fromkeys(("trades", "operations", "transactions"), 0)
    for name in names:
        found = records(name)
        chain = f"AND ledger_sequence // 1000000 = {SRC[name[5:]]}" if lake == "lcms-rows" else ""
        for id, r in found["trades"].items():
            operation, index = id.split("-")
            rows = laws.rows(db, f"""SELECT base_asset, counter_asset, base_amount, counter_amount, price_n, price_d, seller, buyer, offer_id,
                liquidity_pool_id, base_is_seller FROM trades_enriched_row_v1 WHERE operation_id = {operation} AND trade_index = {index} {chain}""")
            count["trades"] += 1
            if len(rows) != 1 or trade_differs(r, rows[0]):
                bad["trades"].append((id, r, rows))
        for id, r in found["operations"].items():
            rows = laws.rows(db, f"""SELECT type, source_account, transaction_hash, moved_asset, moved_amount, price_n, price_d, liquidity_pool_id, destination_muxed
                FROM operations_enriched_row_v1 WHERE operation_id = {id} {chain}""")
            count["operations"] += 1
            ok = len(rows) == 1 and (r["type_i"], r["source_account"], r["transaction_hash"]) == rows[0][:3]
            if ok and r["transaction_successful"] and r["type_i"] in (1, 2, 13, 19):
                ok = stroops(r["amount"]) == rows[0][4] and (r["asset_type"] == "native") == (rows[0][3] == "native") and r.get("to_muxed") == rows[0][8]
            if ok and "price_r" in r:
                ok = (r["price_r"]["n"], r["price_r"]["d"]) == rows[0][5:7]
            if ok and "liquidity_pool_id" in r:
                ok = r["liquidity_pool_id"] == rows[0][7]
            if not ok:
                bad["operations"].append((id, r, rows))
        for hash, r in found["transactions"].items():
            rows = laws.rows(db, f"""SELECT fee_account, fee_charged, fee_bid, operation_count, successful, is_fee_bump, fee_account_muxed FROM transaction_fees_row_v1
                WHERE transaction_hash = '{hash}' {chain}""")
            if not rows and "inner_transaction" in r:
                continue  # asked by the inner hash
            count["transactions"] += 1
            want = (r["fee_account"], int(r["fee_charged"]), int(r["max_fee"]), r["operation_count"], r["successful"], "fee_bump_transaction" in r, r.get("fee_account_muxed"))
            if len(rows) != 1 or rows[0] != want:
                bad["transactions"].append((hash, want, rows))
    for kind in bad:
        laws.report(f"{lake}: Horizon's {kind}", count[kind], len(bad[kind]), bad[kind])


if __name__ == "__main__":
    import duckdb
    import glob
    main("pubnet-53312000", ["pubnet-53312000"])
    main("pubnet-30820015", ["pubnet-30820015"])
    src = duckdb.connect().execute("""SELECT src, row_number() OVER (ORDER BY src) FROM (SELECT DISTINCT regexp_replace(_src, ':[0-9]+$', '') AS src
        FROM read_parquet('build/silver/lcms-rows/ledgers_row_v2.parquet'))""").fetchall()
    SRC = {s.split("/")[-1].removesuffix(".xdr"): n for s, n in src}
    main("lcms-rows", sorted(f.split("/")[-1][:-10] for f in glob.glob(f"{FOLDER}/lcms-*.zst")))
