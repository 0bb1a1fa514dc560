"""pyarrow.flight against a gateway: list, read in parts, publish, act. Arguments: port, token."""

import json
import sys

import pyarrow as pa
import pyarrow.flight as flight

port, token = sys.argv[1:]
client = flight.connect(f"grpc://127.0.0.1:{port}")
options = flight.FlightCallOptions(headers=[(b"authorization", f"Bearer {token}".encode())])

# refused without a principal, and told what to do
try:
    list(client.list_flights())
    raise SystemExit("a call without a token was answered")
except flight.FlightUnauthenticatedError as refused:
    assert "Bearer <token>" in str(refused), refused

# publish: one result, carrying version and content id
table = pa.table({
    "id": pa.array(range(4_400_000), pa.int64()),
    "word": pa.array([f"w{i % 7}" for i in range(4_400_000)]),
})
descriptor = flight.FlightDescriptor.for_path("python", "numbers")
writer, results = client.do_put(descriptor, table.schema, options)
with writer:
    writer.write_table(table, max_chunksize=50_000)
    writer.done_writing()
    answer = json.loads(results.read().to_pybytes())
assert answer["version"] == 1 and answer["rows"] == 4_400_000, answer
assert answer["contentId"].startswith("sha256:"), answer

# append by the metadata of the first batch
writer, results = client.do_put(descriptor, table.schema, options)
with writer:
    batch = table.slice(0, 1).to_batches()[0]
    writer.write_with_metadata(batch, json.dumps({"mode": "append"}).encode())
    writer.done_writing()
    appended = json.loads(results.read().to_pybytes())
assert appended["version"] == 2 and appended["rows"] == 4_400_001, appended

# several endpoints, in order, together the whole
pinned = flight.FlightDescriptor.for_path("python", "numbers", "1")
info = client.get_flight_info(pinned, options)
assert info.total_records == 4_400_000
assert len(info.endpoints) >= 2, len(info.endpoints)
parts = [client.do_get(e.ticket, options).read_all() for e in info.endpoints]
assert all(part.num_rows % 65_536 == 0 for part in parts[:-1])
assert pa.concat_tables(parts).equals(table)
assert info.schema == table.schema, info.schema
assert client.get_schema(pinned, options).schema == table.schema

# columns and rows
command = {"dataset": "python/numbers", "columns": ["word"], "offset": 5, "limit": 2}
info = client.get_flight_info(
    flight.FlightDescriptor.for_command(json.dumps(command).encode()), options)
assert client.do_get(info.endpoints[0].ticket, options).read_all().to_pydict() == {
    "word": ["w5", "w6"]}

paths = [f.descriptor.path for f in client.list_flights(b"python", options)]
assert [b"python", b"numbers"] in paths, paths

# a reader that goes away in the middle frees the stream, and the next one works
reader = client.do_get(client.get_flight_info(pinned, options).endpoints[0].ticket, options)
reader.read_chunk()
reader.cancel()

names = {action.type for action in client.list_actions(options)}
assert {"describe", "prove", "verify"} <= names, names
described = json.loads(next(client.do_action(("describe", b"python/numbers@1"), options)).body.to_pybytes())
assert described["version"]["contentId"] == answer["contentId"], described
verified = [json.loads(r.body.to_pybytes()) for r in client.do_action(("verify", b"python/numbers"), options)]
assert verified[-1]["result"]["intact"], verified[-1]

# the token as password of a handshake
header, value = client.authenticate_basic_token("ada", token)
assert value == f"Bearer {token}".encode(), value
print("ok")
