"""A query that is put into SQL once still says what the record holds now, in whichever record is open."""

from itb_companion.record import people
from itb_companion.record.prepared import Prepared
from itb_companion.record.store import Store
from itb_companion.record.tables import PersonRow
from tests.factories import NOON, make_person

NEWEST: Prepared[PersonRow] = Prepared(lambda: PersonRow.select().order_by(PersonRow.id.desc()).limit(1))
ALL: Prepared[PersonRow] = Prepared(lambda: PersonRow.select().order_by(PersonRow.id))


def test_it_follows_the_record_and_the_one_that_is_opened_after_it(tmp_path):
    for folder in ("first", "second"):
        store = Store(tmp_path / folder)
        assert NEWEST.first() is None
        assert ALL.rows() == []

        for name in ("Mia Berg", "Ida Berg"):
            people.save_person(
                make_person(name=f"{name} {folder}", special_risks=frozenset({"t6-or-above"})), NOON, "A"
            )

        assert [row.name for row in ALL.rows()] == [f"Mia Berg {folder}", f"Ida Berg {folder}"]
        newest = NEWEST.first()
        assert newest is not None
        # Values come as the fields of the table read them, not as SQLite keeps them.
        assert (newest.recorded_at, newest.special_risks) == (NOON, ["t6-or-above"])
        store.close()
