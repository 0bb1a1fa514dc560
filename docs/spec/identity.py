"""Content ids of Optima, as docs/spec/identity.md has them, with nothing but the standard library.

    python3 identity.py identity-vectors.json        checks every test vector
"""

import hashlib
import json
import struct
import sys
from decimal import Context, Decimal

LEAF_ROWS = 65_536
DIGITS = Context(prec=40)


# --- digests

def sipround(v0, v1, v2, v3):
    mask = 0xFFFFFFFFFFFFFFFF
    rotate = lambda x, b: ((x << b) | (x >> (64 - b))) & mask
    v0 = (v0 + v1) & mask
    v1 = rotate(v1, 13) ^ v0
    v0 = rotate(v0, 32)
    v2 = (v2 + v3) & mask
    v3 = rotate(v3, 16) ^ v2
    v0 = (v0 + v3) & mask
    v3 = rotate(v3, 21) ^ v0
    v2 = (v2 + v1) & mask
    v1 = rotate(v1, 17) ^ v2
    v2 = rotate(v2, 32)
    return v0, v1, v2, v3


def siphash(data):
    """SipHash-2-4 with the key 00 … 0f; Aumasson and Bernstein, 2012."""
    k0, k1 = struct.unpack("<QQ", bytes(range(16)))
    v = (k0 ^ 0x736F6D6570736575, k1 ^ 0x646F72616E646F6D,
         k0 ^ 0x6C7967656E657261, k1 ^ 0x7465646279746573)
    padded = data + bytes(7 - len(data) % 8) + bytes([len(data) & 0xFF])
    for (word,) in struct.iter_unpack("<Q", padded):
        v = (v[0], v[1], v[2], v[3] ^ word)
        v = sipround(*sipround(*v))
        v = (v[0] ^ word, v[1], v[2], v[3])
    v = (v[0], v[1], v[2] ^ 0xFF, v[3])
    for _ in range(4):
        v = sipround(*v)
    return struct.pack("<Q", v[0] ^ v[1] ^ v[2] ^ v[3])


DIGESTS = {
    "sha256": lambda data: hashlib.sha256(data).digest(),
    "md5": lambda data: hashlib.md5(data).digest(),
    "siphash-2-4": siphash,
}
INDEX_CODES = {"sha256": 1, "md5": 2, "siphash-2-4": 3}


# --- types

def parse_type(text):
    """A type as a tuple: ("int64",), ("decimal", p, s), ("list", T), ("map", K, V), ("struct", [(name, T), …])."""
    parsed, rest = read_type(text)
    assert rest == "", f"{rest!r} behind the type {text!r}"
    return parsed


def read_type(text):
    if text.startswith("decimal("):
        digits, rest = text[len("decimal("):].split(")", 1)
        precision, scale = digits.split(",")
        return ("decimal", int(precision), int(scale)), rest
    if text.startswith("list<"):
        element, rest = read_type(text[len("list<"):])
        return ("list", element), rest.removeprefix(">")
    if text.startswith("map<"):
        key, rest = read_type(text[len("map<"):])
        value, rest = read_type(rest.removeprefix(", "))
        return ("map", key, value), rest.removeprefix(">")
    if text.startswith("struct<"):
        return read_struct(text[len("struct<"):])
    end = next((i for i, c in enumerate(text) if c in ",>"), len(text))
    return (text[:end],), text[end:]


def read_struct(text):
    fields = []
    while True:
        name, text = read_name(text)
        field, text = read_type(text.removeprefix(" "))
        fields.append((name, field))
        if text.startswith(">"):
            return ("struct", fields), text[1:]
        text = text.removeprefix(", ")


def read_name(text):
    name, at = "", 1
    while True:
        if text[at] != '"':
            name, at = name + text[at], at + 1
        elif text[at + 1:at + 2] == '"':
            name, at = name + '"', at + 2
        else:
            return name, text[at + 1:]


def type_text(parsed):
    kind = parsed[0]
    if kind == "decimal":
        return f"decimal({parsed[1]},{parsed[2]})"
    if kind == "list":
        return f"list<{type_text(parsed[1])}>"
    if kind == "map":
        return f"map<{type_text(parsed[1])}, {type_text(parsed[2])}>"
    if kind == "struct":
        quoted = lambda name: '"' + name.replace('"', '""') + '"'
        return "struct<" + ", ".join(f"{quoted(n)} {type_text(t)}" for n, t in parsed[1]) + ">"
    return kind


# --- values

INTEGERS = {"int8": "b", "int16": "<h", "int32": "<i", "int64": "<q",
            "uint8": "B", "uint16": "<H", "uint32": "<I", "uint64": "<Q",
            "date": "<i", "time": "<q", "timestamp": "<q", "timestamp_ns": "<q", "timestamp_utc": "<q"}
FLOATS = {"float32": (4, 0x7F800000, 0x7FC00000), "float64": (8, 0x7FF0000000000000, 0x7FF8000000000000)}


def fixed_width(parsed, value):
    """The bytes of a value, or of null."""
    kind = parsed[0]
    if kind in INTEGERS:
        return struct.pack(INTEGERS[kind], value or 0)
    if kind in FLOATS:
        width, infinity, nan = FLOATS[kind]
        bits = 0 if value is None else int(value, 16)
        magnitude = bits & ((1 << (8 * width - 1)) - 1)
        return (nan if magnitude > infinity else bits).to_bytes(width, "little")
    if kind == "decimal":
        unscaled = 0 if value is None else int(Decimal(value).scaleb(parsed[2], DIGITS))
        return unscaled.to_bytes(8 if parsed[1] <= 18 else 16, "little", signed=True)
    assert kind == "interval", kind
    return struct.pack("<iiq", *(value or (0, 0, 0)))


def pack_bits(bits):
    packed = bytearray((len(bits) + 7) // 8)
    for i, bit in enumerate(bits):
        if bit:
            packed[i // 8] |= 1 << (i % 8)
    return bytes(packed)


def u32(number):
    return struct.pack("<I", number)


def u64(number):
    return struct.pack("<Q", number)


# --- digests of columns

def column(H, parsed, values):
    nulls = sum(value is None for value in values)
    text = type_text(parsed).encode()
    validity = b""
    if nulls and parsed[0] != "null":
        validity = H(b"\x06" + pack_bits([value is not None for value in values]))
    return H(b"\x03" + u32(len(text)) + text + u64(len(values)) + u64(nulls)
             + content(H, parsed, values) + validity)


def content(H, parsed, values):
    kind = parsed[0]
    if kind == "null":
        return b""
    if kind == "bool":
        return H(b"\x04" + pack_bits(values))
    if kind in ("utf8", "binary"):
        encoded = [b"" if v is None else v.encode() if kind == "utf8" else bytes.fromhex(v) for v in values]
        return H(b"\x04" + b"".join(encoded)) + lengths(H, encoded)
    if kind == "list":
        return column(H, parsed[1], [e for v in values for e in v or []]) + lengths(H, values)
    if kind == "map":
        entries = [e for v in values for e in v or []]
        return (column(H, parsed[1], [key for key, _ in entries])
                + column(H, parsed[2], [value for _, value in entries]) + lengths(H, values))
    if kind == "struct":
        return b"".join(
            column(H, field, [None if v is None else v[i] for v in values])
            for i, (_, field) in enumerate(parsed[1]))
    return H(b"\x04" + b"".join(fixed_width(parsed, value) for value in values))


def lengths(H, values):
    return H(b"\x05" + b"".join(u32(len(value or ())) for value in values))


# --- leaves, tree, id

def leaf_digests(H, schema, rows):
    """For each leaf its number of rows and the digest of each column."""
    leaves = []
    for first in range(0, len(rows), LEAF_ROWS):
        part = rows[first:first + LEAF_ROWS]
        digests = [column(H, parse_type(t), [row[i] for row in part]) for i, (_, t) in enumerate(schema)]
        leaves.append((len(part), digests))
    return leaves


def leaf_hash(H, leaf):
    rows, digests = leaf
    return H(b"\x00" + u32(rows) + b"".join(digests))


def split(start, end):
    return start + (1 << ((end - start - 1).bit_length() - 1))


def merkle_root(H, leaves):
    if not leaves:
        return H(b"")
    if len(leaves) == 1:
        return leaves[0]
    middle = split(0, len(leaves))
    return H(b"\x01" + merkle_root(H, leaves[:middle]) + merkle_root(H, leaves[middle:]))


def content_id(algorithm, schema, rows, root):
    H = DIGESTS[algorithm]
    encoded = u32(len(schema))
    for name, text in schema:
        encoded += u32(len(name.encode())) + name.encode() + u32(len(text.encode())) + text.encode()
    return algorithm + ":" + H(b"\x02optima-table-1" + encoded + u64(rows) + root).hex()


# --- proofs

def prove_path(H, leaves, first, end):
    path = []

    def collect(start, stop):
        if stop <= first or start >= end:
            path.append(merkle_root(H, leaves[start:stop]))
        elif stop - start > 1:
            middle = split(start, stop)
            collect(start, middle)
            collect(middle, stop)

    if leaves:
        collect(0, len(leaves))
    return path


def root_from_proof(H, count, leaves, first, path):
    """The root from the hashes of some leaves, the first of which is number `first`, and the path."""
    rest = iter(path)
    end = first + len(leaves)

    def join(start, stop):
        if stop <= first or start >= end:
            return next(rest)
        if stop - start == 1:
            return leaves[start - first]
        middle = split(start, stop)
        left = join(start, middle)
        return H(b"\x01" + left + join(middle, stop))

    root = join(0, count) if count else H(b"")
    assert next(rest, None) is None, "the path is too long"
    return root


# --- streams

def field(value):
    return b"\x00" if value is None else b"\x01" + u32(len(value)) + value


def record_digest(H, timestamp, key, value, headers):
    encoded = b"\x08" + struct.pack("<q", timestamp) + field(key) + field(value) + u32(len(headers))
    for name, header in headers:
        encoded += u32(len(name.encode())) + name.encode() + field(header)
    return H(encoded)


def partition_id(algorithm, stream, partition, records):
    H = DIGESTS[algorithm]
    root = merkle_root(H, records)
    form = b"\x07optima-partition-1" + bytes.fromhex(stream.replace("-", ""))
    return algorithm + ":" + H(form + u32(partition) + u64(len(records)) + root).hex()


def stream_id(algorithm, stream, shown):
    """Of partitions as (offset of the first record kept, id of all records)."""
    form = b"\x09optima-stream-1" + bytes.fromhex(stream.replace("-", "")) + u32(len(shown))
    digests = b"".join(u64(begin) + bytes.fromhex(id.split(":")[1]) for begin, id in shown)
    return algorithm + ":" + DIGESTS[algorithm](form + digests).hex()


def peaks(H, records, first, end):
    """The roots of the largest subtrees over records first to end, from left to right."""
    roots = []
    while first < end:
        size = 1 << ((end - first).bit_length() - 1)
        while first % size:
            size //= 2
        roots.append(merkle_root(H, records[first:first + size]))
        first += size
    return roots


# --- test vectors

def numbered_record(i):
    return (1_700_000_000_000_000 + 1000 * i,
            None if i % 3 == 2 else f"k{i % 4}".encode(),
            None if i % 5 == 4 else f"value {i}".encode(),
            [(f"h{j}", None if j == 1 else bytes([j])) for j in range(i % 3)])


def compute_stream(vector):
    algorithm = vector["algorithm"]
    H = DIGESTS[algorithm]
    absent = set(vector.get("absent", []))
    records = [H(b"\x0a") if i in absent else record_digest(H, *numbered_record(i))
               for i in range(vector["count"])]
    computed = dict(vector)
    computed["records"] = [record.hex() for record in records[:len(vector["records"])]]
    computed["ids"] = [partition_id(algorithm, vector["stream"], vector["partition"], records[:at])
                       for at in vector["at"]]
    computed["peaks"] = []
    for of in vector["peaks"]:
        first, end = of["first"], of["end"]
        encoded = b"OPK1" + u32(INDEX_CODES[algorithm]) + u64(first) + u64(end)
        encoded += b"".join(peaks(H, records, first, end))
        computed["peaks"].append({**of, "encoded": encoded.hex()})
    return computed


def compute_moment(vector):
    algorithm, stream = vector["algorithm"], vector["stream"]
    H = DIGESTS[algorithm]
    shown = []
    for number, lane in enumerate(vector["partitions"]):
        records = [record_digest(H, *numbered_record(i)) for i in range(lane["count"])]
        shown.append((lane["begin"], partition_id(algorithm, stream, number, records)))
    return {**vector, "id": stream_id(algorithm, stream, shown)}


def float64_bits(number):
    return struct.pack(">d", number).hex()


def mixed(i):
    return [None if i % 7 == 3 else 31 * i - 1000,
            None if i % 5 == 4 else f"row {i}",
            float64_bits(i / 8),
            None if i % 11 == 5 else [i + k for k in range(i % 4)]]


def table_rows(vector):
    if "formula" in vector:
        assert vector["formula"] == "mixed"
        return [mixed(i) for i in range(vector["count"])]
    return vector["rows"]


def compute_table(vector):
    """The vector with everything expected computed."""
    algorithm, schema, rows = vector["algorithm"], vector["schema"], table_rows(vector)
    H = DIGESTS[algorithm]
    leaves = leaf_digests(H, schema, rows)
    hashes = [leaf_hash(H, leaf) for leaf in leaves]
    root = merkle_root(H, hashes)
    index = b"OLX1" + u32(INDEX_CODES[algorithm]) + u32(len(schema)) + u64(len(rows))
    computed = dict(vector)
    computed["leaves"] = [[digest.hex() for digest in digests] for _, digests in leaves]
    computed["root"] = root.hex()
    computed["id"] = content_id(algorithm, schema, len(rows), root)
    computed["index"] = (index + b"".join(d for _, digests in leaves for d in digests)).hex()
    computed["proofs"] = []
    for proof in vector.get("proofs", []):
        path = prove_path(H, hashes, proof["first"], proof["end"])
        again = root_from_proof(H, len(hashes), hashes[proof["first"]:proof["end"]], proof["first"], path)
        assert again == root, "a proof does not lead to the root"
        computed["proofs"].append({**proof, "path": [digest.hex() for digest in path]})
    return computed


def compute(vectors):
    return {
        "tables": [compute_table(vector) for vector in vectors["tables"]],
        "blobs": [{**b, "id": b["algorithm"] + ":" + DIGESTS[b["algorithm"]](bytes.fromhex(b["bytes"])).hex()}
                  for b in vectors["blobs"]],
        "streams": [compute_stream(vector) for vector in vectors["streams"]],
        "moments": [compute_moment(vector) for vector in vectors["moments"]],
        "siphash": [{**s, "digest": siphash(bytes(range(s["length"]))).hex()} for s in vectors["siphash"]],
    }


def main(path):
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    computed = compute(vectors)
    failures = 0
    for kind in ("tables", "blobs", "streams", "moments", "siphash"):
        for given, own in zip(vectors[kind], computed[kind], strict=True):
            if given != own:
                failures += 1
                different = [key for key in own if given.get(key) != own[key]]
                print(f"{kind}: {given.get('name', given)} differs in {', '.join(different)}")
    print(f"{sum(len(v) for v in vectors.values())} vectors, {failures} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
