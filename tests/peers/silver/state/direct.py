"""What the views must show, computed from all events of a segment at once, in plain Python."""
import datetime


def view_columns(entry):
    return (list(entry.types) + ["previous_" + c for c in entry.lists["previous"]]
            + ["valid_from_ledger", "valid_from", "valid_to_ledger", "valid_to", "known_to_ledger", "change", "end_reason",
               "life_from_ledger", "state_complete"])


def change_columns(entry):
    return (entry.lists["keys"] + entry.lists["fields"]
            + ["ledger_sequence", "closed_at", "ended", "end_reason", "change", "previous_known", "previous"])


def change_key(entry, row):
    named = dict(zip(change_columns(entry), row))
    return tuple(named[c] for c in entry.lists["keys"]) + (named["ledger_sequence"], named["ended"])


def without_idle_ends(entry, row):
    """An end of nothing changes nothing, so no merge corrects whether that was known."""
    named = dict(zip(change_columns(entry), row))
    if named["ended"] and named["previous"] is None:
        named["previous_known"] = None
    return tuple(named.values())


def when(event):
    return datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=event["closed_at"])


class Segment:
    """The ledgers lo to hi of a stream, known without a hole."""

    def __init__(self, entry, events, lo, hi):
        self.entry, self.hi, self.complete = entry, hi, lo <= 2
        by_key = {}
        for event in sorted(events, key=lambda e: (e["ledger_sequence"], e["end_reason"] is not None)):
            if lo <= event["ledger_sequence"] <= hi:
                by_key.setdefault(tuple(event[c] for c in entry.lists["keys"]), []).append(event)
        self.versions, self.told = [], []
        for key, own in by_key.items():
            self.live(key, own)

    def live(self, key, events):
        """One key from its first event to the end of the segment."""
        entry = self.entry
        open_version, ended_before, carried = None, False, {}
        for event in events:
            ledger, row = event["ledger_sequence"], dict(event)
            for c in entry.lists["carried"]:
                if row[c] is not None:
                    carried[c] = row[c]
                row[c] = carried.get(c)
            seen = open_version is not None or ended_before
            if event["end_reason"] is not None:
                self.tell(key, event, None, seen or self.complete, open_version)
                if open_version:
                    self.close(open_version, event, event["end_reason"])
                open_version, ended_before = None, True
                continue
            if entry.on_change and open_version:
                weak = entry.weak != "FALSE" and not row["strong"]
                if weak or all(row[c] == open_version["row"][c] for c in entry.lists["values"]):
                    open_version["row"].update({c: carried.get(c) for c in entry.lists["carried"]})
                    continue
            open_version = self.begin(key, event, row, open_version, ended_before)
            ended_before = False

    def begin(self, key, event, row, before, ended_before):
        said = event["change"]
        known = said == "created" or before is not None or ended_before or self.complete
        fresh = said == "created" or (known and before is None)
        change = said or ("created" if fresh else "updated" if known else "first_seen")
        ledger = event["ledger_sequence"]
        if fresh:
            life = ledger
        else:
            life = before["life"] if before else None
        version = {"row": row, "from": event, "to": None, "reason": None, "change": change, "life": life, "ends": {}}
        for c in self.entry.lists["previous"]:
            version["previous_" + c] = 0 if fresh else before["row"][c] if before else None
        self.tell(key, dict(event, change=change), row, known, None if fresh else before)
        if before:
            self.close(before, event, "updated")
        self.versions.append(version)
        return version

    def close(self, version, event, reason):
        version["to"], version["reason"] = event, reason
        version["ends"] = {c: event[c] for c in self.entry.lists["ends"]}

    def tell(self, key, event, row, known, before):
        fields = self.entry.lists["fields"]
        # What a dropped version of an on_change entry carried is not told again; these entries are not compared here.
        previous = {c: before["row"][c] for c in fields} if before else None
        self.told.append(tuple(key) + tuple(row[c] if row else None for c in fields)
                         + (event["ledger_sequence"], when(event), row is None, event["end_reason"], event["change"], known, previous))

    # ------------------------------------------------------------------------------------------------------------- views
    def show(self, version, carried=None):
        entry, row, begin, end = self.entry, version["row"], version["from"], version["to"]
        shown = {c: version["ends"].get(c) if c in entry.lists["ends"] else row[c] for c in entry.types}
        return (tuple(shown.values()) + tuple(version["previous_" + c] for c in entry.lists["previous"])
                + (begin["ledger_sequence"], when(begin), end["ledger_sequence"] if end else None, when(end) if end else None,
                   end["ledger_sequence"] - 1 if end else self.hi, version["change"], version["reason"], version["life"],
                   self.complete))

    def history(self):
        return [self.show(v) for v in self.versions]

    def current(self):
        return [self.show(v) for v in self.versions if v["to"] is None]

    def asof(self, ledger):
        return [self.show(v) for v in self.versions if v["from"]["ledger_sequence"] <= ledger
                and (v["to"]["ledger_sequence"] > ledger if v["to"] else ledger <= self.hi)]

    def changes(self):
        return self.told
