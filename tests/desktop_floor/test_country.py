"""Where the computer says that it is."""

import pytest

from itb_companion.desktop.country import countries_of_this_computer


@pytest.mark.parametrize(
    ("zone", "country"), [("Europe/Vienna", "AT"), ("America/Chicago", "US"), ("Asia/Kolkata", "IN")]
)
def test_the_time_zone_tells_the_country(monkeypatch, zone, country):
    monkeypatch.setenv("TZ", zone)

    assert countries_of_this_computer()[0] == country


def test_a_zone_of_no_country_tells_none(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    codes = countries_of_this_computer()

    assert all(len(code) == 2 for code in codes)
    assert len(codes) <= 1  # what the language settings say
