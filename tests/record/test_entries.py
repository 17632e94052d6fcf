"""Settings, and columns that keep days as days and instants as aware instants."""

from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itb_companion.record import entries
from itb_companion.record.fields import DayField, DocumentField, InstantField, WallTimeField
from itb_companion.record.tables import SettingRow
from tests.factories import NOON, days
from tests.record.strategies import DAYS, INSTANTS, TEXTS, WALLS

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)


def test_a_setting_that_was_never_set_is_the_default(store):
    assert entries.setting("caregiver") is None
    assert entries.setting("caregiver", "nobody") == "nobody"


def test_a_changed_setting_keeps_the_old_value(store):
    entries.set_setting("caregiver", "Ana", NOON, "Ana")
    entries.set_setting("caregiver", "Ben", NOON + days(1), "Ben")

    assert entries.settings() == {"caregiver": "Ben"}
    assert [(row.value, row.recorded_by) for row in SettingRow.select()] == [("Ana", "Ana"), ("Ben", "Ben")]


def test_setting_what_is_set_already_writes_nothing(store):
    for _ in range(3):
        entries.set_setting("options", {"theme": "dark"}, NOON, "Ana")

    assert SettingRow.select().count() == 1


def test_settings_do_not_replace_one_another(store):
    entries.set_setting("one", 1, NOON, "Ana")
    entries.set_setting("two", 2, NOON, "Ana")

    assert entries.settings() == {"one": 1, "two": 2}


@given(INSTANTS)
def test_an_instant_comes_back_to_the_microsecond(instant):
    assert InstantField().python_value(InstantField().db_value(instant)) == instant


@given(INSTANTS, INSTANTS, st.integers(-14, 14), st.integers(-14, 14))
def test_instants_sort_as_text_whatever_zone_they_came_in(one, other, there, here):
    texts = [
        InstantField().db_value(instant.astimezone(timezone(timedelta(hours=hours))))
        for instant, hours in ((one, there), (other, here))
    ]

    assert (texts[0] < texts[1]) == (one < other)
    assert len({len(text) for text in texts}) == 1


def test_a_naive_instant_is_a_defect_and_is_not_kept():
    with pytest.raises(ValueError, match="time zone"):
        InstantField().db_value(NOON.replace(tzinfo=None))


@given(DAYS, DAYS)
def test_days_come_back_and_sort_as_text(one, other):
    field = DayField()

    assert field.python_value(field.db_value(one)) == one
    assert (field.db_value(one) < field.db_value(other)) == (one < other)


@given(WALLS)
def test_a_time_of_day_comes_back(wall):
    assert WallTimeField().python_value(WallTimeField().db_value(wall)) == wall


@given(JSON)
def test_a_document_comes_back(document):
    assert DocumentField().python_value(DocumentField().db_value(document)) == document


@pytest.mark.parametrize("field", [InstantField(), DayField(), WallTimeField(), DocumentField()])
def test_nothing_stays_nothing(field):
    assert field.db_value(None) is None
    assert field.python_value(None) is None
