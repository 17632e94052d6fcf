"""Which notification is which of our notices."""

from itb_companion.desktop.shown_notices import ShownNotices


def shown() -> ShownNotices:
    notices = ShownNotices()
    notices.served_by(":1.7")
    notices.remember("refill", 4)
    return notices


def test_a_second_id_for_one_key_leaves_the_first_to_be_closed():
    notices = shown()

    assert notices.remember("refill", 5) == 4
    assert notices.remember("refill", 5) is None
    assert notices.number("refill") == 5


def test_a_closed_notice_is_not_replaced_but_a_click_that_comes_after_is_known():
    notices = shown()
    notices.closed(":1.7", [4, 2])

    assert notices.number("refill") == 0
    assert notices.key_of(":1.7", [4, "default"]) == "refill"


def test_nobody_but_the_service_is_believed():
    notices = shown()
    notices.closed(":1.9", [4, 2])

    assert notices.number("refill") == 4
    assert notices.key_of(":1.9", [4, "default"]) is None


def test_signals_of_another_shape_are_nothing():
    notices = shown()
    notices.closed(":1.7", [])
    notices.closed(":1.7", ["4"])

    assert notices.key_of(":1.7", ["4", "default"]) is None
    assert notices.key_of(":1.7", [4]) is None
    assert notices.key_of(":1.7", [4, "close"]) is None
    assert notices.number("refill") == 4


def test_ids_end_with_the_service_that_gave_them():
    notices = shown()
    notices.served_by(":1.8")

    assert notices.number("refill") == 0
    assert notices.key_of(":1.8", [4, "default"]) is None
