"""OpenSSL is not loaded for what the program does all day, and is there for who needs it."""

import hashlib
import subprocess
import sys

from itb_companion.record.spared import sha256_hex


def run(script: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.split()


def test_writing_and_looking_at_the_clinical_files_load_no_openssl_and_passphrases_find_it_afterwards(tmp_path):
    script = f"""
import sys
from pathlib import Path
from itb_companion.companion.clinical import read_clinical_files
from itb_companion.record.store import Store
Store(Path({str(tmp_path)!r})).prepare_writing()
read_clinical_files()
print("_hashlib" in sys.modules, "peewee" in sys.modules)
import hashlib
print(hasattr(hashlib, "scrypt"), "_hashlib" in sys.modules)
"""
    assert run(script) == ["False", "True", "True", "True"]


def test_the_digest_is_that_of_openssl_in_a_program_that_has_it_and_in_one_that_has_not():
    alone = run("from itb_companion.record.spared import sha256_hex; print(sha256_hex(b'care'))")

    assert alone == [sha256_hex(b"care")] == [hashlib.sha256(b"care").hexdigest()]


def test_where_python_has_no_digests_of_its_own_those_of_openssl_are_used():
    """Some systems build Python so; without OpenSSL nothing would be there."""
    script = """
import sys
sys.modules["_md5"] = None
from itb_companion.record.spared import sha256_hex
print(sha256_hex(b"care"), "_hashlib" in sys.modules)
"""
    assert run(script) == [hashlib.sha256(b"care").hexdigest(), "True"]


RARELY_USED = {"ast", "calendar", "decimal", "dis", "inspect", "uuid"}


def test_writing_loads_nothing_that_only_other_tables_would_need(tmp_path):
    script = f"""
import sys
from pathlib import Path
before = set(sys.modules)
from itb_companion.record.store import Store
Store(Path({str(tmp_path)!r})).prepare_writing()
print(*sorted({RARELY_USED!r} & set(sys.modules)), "peewee" in sys.modules)
"""
    assert run(script) == ["True"]


def test_what_peewee_asks_of_them_afterwards_is_answered_by_the_real_ones():
    script = """
import sys
from itb_companion.record.spared import without_rarely_used
with without_rarely_used():
    import peewee
print(any(name in sys.modules for name in ("decimal", "inspect", "uuid")))
kept = peewee.UUIDField().db_value("12345678-1234-5678-1234-567812345678")
amount = peewee.DecimalField(decimal_places=2).python_value("1.50")
import decimal, inspect, uuid
print(kept, type(amount) is decimal.Decimal, peewee.decimal.Decimal is decimal.Decimal, peewee.isclass(uuid.UUID))
print(inspect.isclass(peewee.Model), hasattr(peewee.calendar, "nothing"))
"""
    assert run(script) == ["False", "12345678123456781234567812345678", "True", "True", "True", "True", "False"]


def test_what_was_loaded_before_is_used_as_it_is():
    script = """
import uuid
from itb_companion.record.spared import without_rarely_used
with without_rarely_used():
    import peewee
print(peewee.uuid is uuid)
"""
    assert run(script) == ["True"]
