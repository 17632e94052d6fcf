"""Words for the samples of a pump's alarm tones: why one was not heard."""

from itb_companion.care.ports import Delivery, Outcome
from itb_companion.words.language import Words


def sample_trouble(words: Words, delivery: Delivery) -> str:
    """Return why a sample was not played to its end; nothing where it was. What refuses one is an alarm."""
    if delivery.outcome in (Outcome.UNCONFIRMED, Outcome.CONFIRMED):
        return ""
    if delivery.outcome is Outcome.REFUSED:
        return words.text("check.sample.alarm")
    return words.text("check.sample.failed")
