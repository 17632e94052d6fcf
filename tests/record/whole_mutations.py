"""Exports with something wrong in them: as a bad disk, a careless editor or a stranger would make them."""

import json

STRANGE = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 10**40, 1.5, -0.0, 1e308, "", " ", "x", "a\0b", "\ud800", "0", "1",
    "2026-02-30", "2026-03-10", "0000-00-00", "2026-03-10T09:00:00", "9999-12-31T23:59:59Z", "24:00", "x" * 5000, [],
    {}, [[[[]]]], [None], {"": ""}, {"id": 1}, "\u202eevil", "=1+1", "<b>", "episode:1:urgent", "recheck:999:x",
    [1] * 200,
)  # fmt: skip
ROUGH = (
    b"NaN", b"Infinity", b"1e999", b"-", b"9" * 5000, b'"\\ud800"', b"[" * 3000, b'{"a":' * 500, b"\xff\xfe", b"\x00",
    b'"id": 1, "id": 2,', b"}", b"]", b",", b'"', b"\\", b"null", b"true", b"\xf0\x9f\x98\x80",
)  # fmt: skip


def mutated_bytes(chance, document):
    """Return the bytes of an export in which one to three things are other than they should be."""
    if chance.random() < 0.6:
        return json.dumps(mutated(chance, document)).encode()
    data = bytearray(_compact(document))
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(5)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[at:]
        elif kind == 2:
            data[at:at] = data[at : at + chance.randint(1, 300)]
        elif kind == 3:
            del data[at : at + chance.randint(1, 30)]
        else:
            data[at:at] = chance.choice(ROUGH)
    return bytes(data)


_KNOWN = {}


def _compact(document):
    key = id(document)
    if key not in _KNOWN:
        _KNOWN[key] = (document, json.dumps(document).encode())
    return _KNOWN[key][1]


def mutated(chance, document):
    """Return a copy of which some values, keys or entries are strange; what is not touched is shared."""
    for _ in range(chance.randint(1, 3)):
        document = _touched(chance, document)
    return document


def _touched(chance, given):
    """Return `given` with one thing changed somewhere inside."""
    stops = chance.random() < 0.05
    if isinstance(given, dict) and given and not stops:
        key = chance.choice(list(given))
        kind = chance.random()
        if kind < 0.05:
            return {name: value for name, value in given.items() if name != key}
        if kind < 0.08:
            return given | {f"{key}{chance.choice('xyz')}": given[key]}
        return given | {key: _touched(chance, given[key])}
    if isinstance(given, list) and given and not stops:
        at = chance.randrange(len(given))
        kind = chance.random()
        if kind < 0.05:
            return given[:at] + given[at + 1 :]
        if kind < 0.1:
            return [*given, given[at]]
        return [*given[:at], _touched(chance, given[at]), *given[at + 1 :]]
    return chance.choice(STRANGE)
