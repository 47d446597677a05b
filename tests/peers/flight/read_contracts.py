# An Arrow Flight client of another language: prints each row of a ticket as a line of JSON, then what the stream
# was complete through. Arguments: address, ticket, rows after which it leaves (0 = the end of the stream). Variables:
# FLIGHT_TOKEN, and FLIGHT_CA for TLS with that certificate.
import json
import os
import sys

import pyarrow.flight as flight

address, ticket, rows_max = sys.argv[1], sys.argv[2], int(sys.argv[3])
rows, complete = 0, None
ca, token = os.environ.get("FLIGHT_CA"), os.environ.get("FLIGHT_TOKEN")
client = (
    flight.connect(f"grpc+tls://{address}", tls_root_certs=open(ca, "rb").read())
    if ca
    else flight.connect(f"grpc://{address}")
)
options = flight.FlightCallOptions(headers=[(b"authorization", f"Bearer {token}".encode())] if token else [])
reader = client.do_get(flight.Ticket(ticket.encode()), options)
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
