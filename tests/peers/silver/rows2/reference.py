"""Second derivations in plain Python: the call stack of a transaction, candles of trades."""
import json
from collections import defaultdict
from fractions import Fraction


def call_stack(events):
    """events: (event_index, kind, emitter, callee, function) in order, kind call | return | other.

    Gives one dict per call: call_index, parent_index, depth, event_first, event_last, returned, undone. The rule: only the
    topmost frame emits. So before any event, frames above the topmost frame of the emitting contract have failed (for a
    root call: all frames); a return pops the topmost frame of its contract and function. Frames left at the end failed.
    """
    stack, calls, last = [], [], None

    def fail_above(height):
        while len(stack) > height:
            stack.pop().update(event_last=last, returned=False)

    for index, kind, emitter, callee, function in events:
        height = 0 if emitter is None and kind != "return" else None
        for k in range(len(stack) - 1, -1, -1):
            if stack[k]["contract"] == emitter and (kind != "return" or stack[k]["function"] == function):
                height = k + 1
                break
        if height is not None:
            fail_above(height)
        if kind == "call":
            frame = {"call_index": len(calls), "parent_index": stack[-1]["call_index"] if stack else None,
                     "depth": len(stack), "contract": callee, "function": function, "event_first": index}
            stack.append(frame)
            calls.append(frame)
        elif kind == "return" and height is not None:
            stack.pop().update(event_last=index, returned=True)
        last = index
    fail_above(0)
    for call in calls:
        parent = call["parent_index"]
        call["undone"] = not call["returned"] or (parent is not None and calls[parent]["undone"])
    return calls


def diagnostic_kind(topics):
    topics = json.loads(topics)
    if len(topics) == 3 and topics[0] == "fn_call" and isinstance(topics[1], dict) and len(topics[1].get("hex", "")) == 64:
        return "call", topics[1]["hex"], topics[2]
    if len(topics) == 2 and topics[0] == "fn_return":
        return "return", None, topics[1]
    return "other", None, None


def calls_of_lake(db, contract_strkey):
    """{(ledger, transaction, call_index): (parent, depth, contract, function, first, last, returned, undone)} of bronze."""
    events = defaultdict(list)
    for ledger, transaction, index, emitter, topics in db.execute("""
            SELECT ledger_sequence, transaction_hash, event_index, contract_id, topics_decoded
            FROM lake.contract_events_stream_v1 WHERE event_type = 'diagnostic'
            ORDER BY ledger_sequence, transaction_hash, event_index""").fetchall():
        kind, callee, function = diagnostic_kind(topics)
        if emitter is not None or kind == "call":
            callee = contract_strkey(callee) if callee else None
            events[ledger, transaction].append((index, kind, emitter, callee, function))
    found = {}
    for (ledger, transaction), listed in events.items():
        for c in call_stack(listed):
            found[ledger, transaction, c["call_index"]] = (
                c["parent_index"], c["depth"], c["contract"], c["function"], c["event_first"], c["event_last"],
                c["returned"], c["undone"])
    return found


def candles(trades):
    """trades: (hour, base, counter, n, d, base_amount, counter_amount, is_pool, order) -> {key: row of candles_agg_hour_v1}."""
    groups = defaultdict(list)
    for trade in trades:
        groups[trade[:3]].append(trade)
    rows = {}
    for key, group in groups.items():
        priced = [t for t in group if t[3] is not None and t[5] >= 1000 and t[6] >= 1000]
        first = min(priced, key=lambda t: t[8], default=None)
        last = max(priced, key=lambda t: t[8], default=None)
        high = min(priced, key=lambda t: (-Fraction(t[3], t[4]), t[8]), default=None)
        low = min(priced, key=lambda t: (Fraction(t[3], t[4]), t[8]), default=None)
        prices = [part for t in (first, high, low, last) for part in ((t[3], t[4]) if t else (None, None))]
        orders = [t[8] if t else None for t in (first, last, high, low)]
        rows[key] = (len(group), sum(t[7] for t in group), sum(t[5] for t in group), sum(t[6] for t in group),
                     *prices, *orders)
    return rows
