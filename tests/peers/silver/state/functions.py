"""The program's scalar functions, emulated for tests with stellar-sdk."""
import base64
import functools
import hashlib
import json

from stellar_sdk import StrKey, xdr

PUBNET = "Public Global Stellar Network ; September 2015"
ENTRY = "STRUCT(key VARCHAR, value VARCHAR, executable VARCHAR, wasm_hash VARCHAR)"
METADATA = "STRUCT(name VARCHAR, symbol VARCHAR, decimals INTEGER, admin VARCHAR)"
HOLDING = "STRUCT(owner VARCHAR, amount VARCHAR, authorized BOOLEAN)"


def asset_xdr(asset):
    if asset == "native":
        return b"\0\0\0\0"
    code, issuer = asset.split(":")
    size, kind = (4, 1) if len(code) <= 4 else (12, 2)
    key = StrKey.decode_ed25519_public_key(issuer)
    return kind.to_bytes(4, "big") + code.encode().ljust(size, b"\0") + b"\0\0\0\0" + key


def sac_id_on(passphrase):
    network = hashlib.sha256(passphrase.encode()).digest()

    @functools.lru_cache(maxsize=None)
    def sac_id(asset):
        preimage = (8).to_bytes(4, "big") + network + (1).to_bytes(4, "big") + asset_xdr(asset)
        return StrKey.encode_contract(hashlib.sha256(preimage).digest())
    return sac_id


def pool_address(pool):
    return StrKey.encode_liquidity_pool(bytes.fromhex(pool))


def balance_address(balance):
    return StrKey.encode_claimable_balance(b"\0" + bytes.fromhex(balance)[4:])


def address_text(address):
    kind = address.type
    if kind == xdr.SCAddressType.SC_ADDRESS_TYPE_ACCOUNT:
        return StrKey.encode_ed25519_public_key(address.account_id.account_id.ed25519.uint256)
    if kind == xdr.SCAddressType.SC_ADDRESS_TYPE_CONTRACT:
        return StrKey.encode_contract(address.contract_id.contract_id.hash)
    return None


def plain(value):
    """Near to bronze's JSON: enough to tell values apart."""
    kind = value.type
    if kind == xdr.SCValType.SCV_ADDRESS:
        return address_text(value.address)
    if kind in (xdr.SCValType.SCV_SYMBOL, xdr.SCValType.SCV_STRING):
        return (value.sym.sc_symbol if kind == xdr.SCValType.SCV_SYMBOL else value.str.sc_string).decode("utf-8", "replace")
    if kind == xdr.SCValType.SCV_VEC:
        return [plain(item) for item in value.vec.sc_vec]
    if kind == xdr.SCValType.SCV_U32:
        return value.u32.uint32
    if kind == xdr.SCValType.SCV_I128:
        return str(i128(value))
    return {"xdr": value.to_xdr()}


def i128(value):
    return (value.i128.hi.int64 << 64) | value.i128.lo.uint64


def scval_json(text):
    return json.dumps(plain(xdr.SCVal.from_xdr(text)), separators=(",", ":"))


@functools.lru_cache(maxsize=1 << 16)
def read(text):
    return xdr.ContractDataEntry.from_xdr(text)


def contract_entry(text):
    entry = read(text)
    executable = wasm_hash = None
    if entry.val.type == xdr.SCValType.SCV_CONTRACT_INSTANCE:
        what = entry.val.instance.executable
        is_wasm = what.type == xdr.ContractExecutableType.CONTRACT_EXECUTABLE_WASM
        executable = "wasm" if is_wasm else "stellar_asset"
        wasm_hash = what.wasm_hash.hash.hex() if is_wasm else None
    return {"key": entry.key.to_xdr(), "value": entry.val.to_xdr(), "executable": executable, "wasm_hash": wasm_hash}


def token_metadata(text):
    value = read(text).val
    if value.type != xdr.SCValType.SCV_CONTRACT_INSTANCE or value.instance.storage is None:
        return None
    found = {"name": None, "symbol": None, "decimals": None, "admin": None}
    for item in value.instance.storage.sc_map:
        key = plain(item.key)
        key = key[0] if isinstance(key, list) and len(key) == 1 else key
        if key == "METADATA" and item.val.type == xdr.SCValType.SCV_MAP:
            for part in item.val.map.sc_map:
                name = plain(part.key)
                if name in ("name", "symbol"):
                    found[name] = plain(part.val)
                elif name in ("decimal", "decimals"):
                    found["decimals"] = plain(part.val)
        elif key == "Admin" and item.val.type == xdr.SCValType.SCV_ADDRESS:
            found["admin"] = address_text(item.val.address)
    return found if found["name"] is not None or found["symbol"] is not None else None


def storage_balance(text):
    entry = read(text)
    key = entry.key
    if (entry.durability != xdr.ContractDataDurability.PERSISTENT or key.type != xdr.SCValType.SCV_VEC
            or len(key.vec.sc_vec) != 2 or plain(key.vec.sc_vec[0]) != "Balance"
            or key.vec.sc_vec[1].type != xdr.SCValType.SCV_ADDRESS):
        return None
    owner = address_text(key.vec.sc_vec[1].address)
    if entry.val.type == xdr.SCValType.SCV_I128:
        return {"owner": owner, "amount": str(i128(entry.val)), "authorized": None}
    if entry.val.type != xdr.SCValType.SCV_MAP:
        return None
    parts = {plain(item.key): item.val for item in entry.val.map.sc_map}
    if "amount" not in parts or parts["amount"].type != xdr.SCValType.SCV_I128:
        return None
    authorized = parts["authorized"].b if "authorized" in parts else None
    return {"owner": owner, "amount": str(i128(parts["amount"])), "authorized": authorized}


def base64_text(text):
    try:
        return base64.b64decode(text).decode()
    except UnicodeDecodeError:
        return None


def null_to_null(function):
    return lambda value: None if value is None else function(value)


def register(connection, passphrase):
    for name, function, argument, result in [
            ("sac_id", sac_id_on(passphrase), "VARCHAR", "VARCHAR"), ("pool_address", pool_address, "VARCHAR", "VARCHAR"),
            ("balance_address", balance_address, "VARCHAR", "VARCHAR"), ("scval_json", scval_json, "VARCHAR", "VARCHAR"),
            ("contract_entry", contract_entry, "VARCHAR", ENTRY), ("token_metadata", token_metadata, "VARCHAR", METADATA),
            ("storage_balance", storage_balance, "VARCHAR", HOLDING), ("base64_text", base64_text, "VARCHAR", "VARCHAR")]:
        connection.create_function(name, null_to_null(function), [argument], result, null_handling="special")
