# An Arrow Flight client of another language: prints each row of a ticket as a line of JSON, then what the stream
# was complete through. Arguments: address, ticket, rows after which it leaves (0 = the end of the stream).
import json
import sys

import pyarrow.flight as flight

address, ticket, rows_max = sys.argv[1], sys.argv[2], int(sys.argv[3])
rows, complete = 0, None
reader = flight.connect(f"grpc://{address}").do_get(flight.Ticket(ticket.encode()))
for chunk in reader:
    for row in chunk.data.to_pylist():
        print(json.dumps(row, default=str), flush=True)
        rows += 1
    if chunk.app_metadata is not None:
        complete = json.loads(chunk.app_metadata.to_pybytes())["complete_through"]
    if 0 < rows_max <= rows:
        reader.cancel()
        break
print(json.dumps({"complete_through": complete}), flush=True)
