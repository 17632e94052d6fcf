"""A test of the alarm, and what a person saw and heard of it: the only evidence that reminders reach somebody."""

from datetime import datetime

from itb_companion.care.value import value


@value
class AlarmTest:
    """What one person answered after one test."""

    at: datetime
    saw_notification: bool
    heard_sound: bool
    by: str
