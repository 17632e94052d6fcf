"""What is known of an attempt to show a notice."""

import pytest

from itb_companion.care.ports import Delivery, Outcome
from itb_companion.care.severity import Severity


@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_a_confirmed_delivery_counts_as_reached(outcome):
    assert Delivery("dbus", outcome).reached is (outcome is Outcome.CONFIRMED)


def test_severities_order_from_calm_to_emergency():
    assert sorted(Severity) == [Severity.CALM, Severity.REMINDER, Severity.URGENT, Severity.EMERGENCY]
