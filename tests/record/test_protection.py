"""What a passphrase protects, only it opens; wrong, damaged, changed and hostile files are told apart."""

import hashlib
import random
import sys
import time

import pytest

from itb_companion.record import protection
from itb_companion.record.protection import Closed, ProtectionError, open_protected, protect

SECRET = "correct horse battery"
DATA = b'{"name": "Mia"}' * 20
CHEAP = 4
"""Cost of scrypt in most tests; the real one takes half a second."""


@pytest.fixture(scope="module")
def sealed():
    return protect(DATA, SECRET, cost=CHEAP)


def why(data, passphrase=SECRET):
    with pytest.raises(ProtectionError) as told:
        open_protected(data, passphrase)
    return told.value.why


def with_checksum(data):
    """Return a file whose end is right for what lies before it, as somebody would make who changes it on purpose."""
    body = data[:-32]
    return body + hashlib.sha256(body).digest()


def changed(data, at, value):
    return with_checksum(data[:at] + bytes([value]) + data[at + 1 :])


def test_the_passphrase_opens_it_at_the_real_cost():
    kept = protect(DATA, SECRET)

    assert open_protected(kept, SECRET) == DATA
    assert (kept[9], kept[10], kept[11]) == (17, 8, 1)


@pytest.mark.parametrize("data", [b"", b"x", bytes(range(256)) * 300])
def test_any_content_comes_back(data):
    assert open_protected(protect(data, SECRET, cost=CHEAP), SECRET) == data


def test_nothing_of_the_content_can_be_read_in_it(sealed):
    assert b"Mia" not in sealed
    assert b"name" not in sealed
    assert SECRET.encode() not in sealed


def test_the_same_content_never_looks_the_same(sealed):
    other = protect(DATA, SECRET, cost=CHEAP)

    assert other[12:40] != sealed[12:40]
    assert other[56:-32] != sealed[56:-32]


def test_it_is_aes_256_gcm_with_scrypt_and_the_header_is_part_of_it(sealed):
    """Computed by hand from the layout of the docstring, so that any program can open it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    derived = hashlib.scrypt(SECRET.encode(), salt=sealed[12:28], n=1 << CHEAP, r=8, p=1, dklen=48)

    assert sealed[40:56] == derived[32:]
    assert AESGCM(derived[:32]).decrypt(sealed[28:40], sealed[56:-32], sealed[:56]) == DATA
    assert sealed[-32:] == hashlib.sha256(sealed[:-32]).digest()


def test_another_passphrase_is_told_as_such(sealed):
    assert why(sealed, "correct horse batterz") is Closed.WRONG_PASSPHRASE
    assert why(sealed, "") is Closed.WRONG_PASSPHRASE


def test_a_passphrase_is_the_same_on_every_keyboard():
    assert open_protected(protect(DATA, "crème brûlée", cost=CHEAP), "cre\u0300me bru\u0302le\u0301e") == DATA


def test_a_passphrase_that_is_too_short_is_refused():
    with pytest.raises(ProtectionError) as told:
        protect(DATA, "1234567", cost=CHEAP)
    assert told.value.why is Closed.TOO_SHORT


def test_every_flipped_byte_is_told_as_damage_and_never_as_a_wrong_passphrase(sealed):
    for at in range(len(sealed)):
        damaged = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        expected = Closed.NOT_PROTECTED if at < 8 else Closed.DAMAGED
        assert why(damaged) is expected, at


def test_every_cut_is_told_as_damage(sealed):
    for length in range(8, len(sealed)):
        assert why(sealed[:length]) is Closed.DAMAGED, length


@pytest.mark.parametrize("at", [28, 39, 56, 200, -33, -49])
def test_what_somebody_changed_on_purpose_is_told_as_such(sealed, at):
    """Nonce, content and tag, with a checksum made right again."""
    place = at % len(sealed)

    assert why(changed(sealed, place, sealed[place] ^ 1)) is Closed.CHANGED


def test_the_header_cannot_be_exchanged_under_the_content(sealed):
    """Salt, cost and check value: another salt derives another key, so it looks like another passphrase."""
    assert why(changed(sealed, 12, sealed[12] ^ 1)) is Closed.WRONG_PASSPHRASE
    assert why(changed(sealed, 9, CHEAP + 1)) is Closed.WRONG_PASSPHRASE
    assert why(changed(sealed, 40, sealed[40] ^ 1)) is Closed.WRONG_PASSPHRASE


def test_a_newer_layout_is_told(sealed):
    assert why(changed(sealed, 8, 2)) is Closed.NEWER


@pytest.mark.parametrize(("at", "value"), [(9, 0), (9, 18), (9, 30), (9, 31), (9, 255), (10, 0), (11, 0)])
def test_a_file_that_asks_for_too_much_is_refused_at_once(sealed, at, value):
    began = time.process_time()

    assert why(changed(sealed, at, value)) is Closed.TOO_COSTLY
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("parameters", [(30, 255, 255), (20, 8, 1), (5, 255, 255), (17, 8, 2), (18, 8, 1), (17, 9, 1)])
def test_no_combination_takes_more_than_a_file_of_ours(sealed, parameters):
    hostile = with_checksum(sealed[:9] + bytes(parameters) + sealed[12:])

    assert why(hostile) is Closed.TOO_COSTLY


def test_it_knows_its_files_from_others(tmp_path, sealed):
    (tmp_path / "one").write_bytes(sealed)
    (tmp_path / "two").write_bytes(DATA)

    assert protection.is_protected(tmp_path / "one")
    assert not protection.is_protected(tmp_path / "two")
    assert why(DATA) is Closed.NOT_PROTECTED


def test_more_than_can_be_protected_is_refused(monkeypatch, sealed):
    assert protection.MOST_SEALED_BYTES > protection.MOST_BYTES  # what was protected can be opened
    monkeypatch.setattr(protection, "MOST_BYTES", 100)
    monkeypatch.setattr(protection, "MOST_SEALED_BYTES", 100)

    with pytest.raises(ProtectionError) as told:
        protect(DATA, SECRET, cost=CHEAP)
    assert told.value.why is Closed.TOO_LARGE
    assert why(sealed) is Closed.TOO_LARGE


def test_without_the_library_it_is_told(monkeypatch, sealed):
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers.aead", None)

    with pytest.raises(ProtectionError) as told:
        protect(DATA, SECRET, cost=CHEAP)
    assert told.value.why is Closed.NOT_HERE


def test_four_thousand_mutated_files_never_raise_anything_else(sealed):
    """Flipped, cut, doubled and with a checksum made right, none of them opens, and none takes long."""
    chance = random.Random(5)
    slowest, refused = 0.0, 0
    for _ in range(4_000):
        mutated = mutate(chance, sealed)
        began = time.perf_counter()
        try:
            assert open_protected(mutated, SECRET) == DATA
            assert mutated[:-32] == sealed[:-32]
        except ProtectionError:
            refused += 1
        slowest = max(slowest, time.perf_counter() - began)
    assert slowest < 2
    assert refused > 3_500


def mutate(chance, data):
    mutated = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(mutated)) if mutated else 0
        kind = chance.randrange(5)
        if kind == 0 and mutated:
            mutated[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del mutated[at:]
        elif kind == 2:
            mutated[at:at] = mutated[at : at + chance.randint(1, 40)]
        elif kind == 3:
            del mutated[at : at + chance.randint(1, 20)]
        elif mutated:
            mutated[min(chance.randint(8, 11), len(mutated) - 1)] = chance.randrange(256)
    whole = bytes(mutated)
    # Costs that are allowed take up to a second each: of these, the layout of the header is what counts.
    is_cheap = len(whole) > 11 and whole[9] <= 10 and whole[10] * whole[11] <= 64
    return with_checksum(whole) if is_cheap and len(whole) > 40 and chance.random() < 0.5 else whole
