"""One language's words: sentences by key, and dates, durations and lists put into words."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from itb_companion.care import temperature
from itb_companion.care.temperature import TemperatureUnit
from itb_companion.words import english
from itb_companion.words.plain import kept_apart, plain

_CELSIUS = TemperatureUnit.CELSIUS.sign
_TOLD_IN_UNIT = ("sign.", "rule.", "check.")
"""Keys of the sentences in which a temperature of ours stands, told in the unit of the household."""


class Words:
    """The words of one language; every method returns plain text for a person.

    `zone` is the zone in which instants are told; it is set anew when the computer's zone changes. Temperatures are
    told in `temperature_unit`, also those that stand in the sentence of a sign or a rule itself.
    """

    def __init__(self, zone: tzinfo, temperature_unit: TemperatureUnit = TemperatureUnit.CELSIUS) -> None:
        self.zone = zone
        self.temperature_unit = temperature_unit
        self._texts = english.TEXTS

    def text(self, key: str, /, **facts: Any) -> str:
        """Return the sentence with this key, filled in. An unknown key is a defect and raises KeyError."""
        sentence = self._texts[key]
        if self.temperature_unit is TemperatureUnit.FAHRENHEIT and key.startswith(_TOLD_IN_UNIT):
            sentence = re.sub(rf"(\d+) {_CELSIUS}", lambda found: self.temperature(float(found[1])), sentence)
        if not facts:
            return sentence
        kept = {name: kept_apart(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
        return plain(sentence.format(**kept))

    def temperature(self, temperature_c: float) -> str:
        """Return a temperature in the unit of these words: "38.6 °C", "101.5 °F"."""
        value = temperature.told(temperature_c, self.temperature_unit)
        return self.text("check.temperature", value=value, unit=self.temperature_unit.sign)

    def adopt(self, texts: Mapping[str, str]) -> None:
        """Say these sentences in place of one's own with the same keys."""
        self._texts = {**self._texts, **texts}

    def has(self, key: str) -> bool:
        """Whether there is a sentence with this key."""
        return key in self._texts

    def listed(self, words: Iterable[str]) -> str:
        """Return words as a list in a sentence: "a", "a and b", "a, b and c"."""
        items = list(words)
        if not items:
            return ""
        if len(items) == 1:
            return items[0]
        return self.text("time.and", first=", ".join(items[:-1]), last=items[-1])

    def count(self, unit: str, n: int) -> str:
        """Return a number with its unit ("day", "hour" or "minute") in the right form."""
        return self.text(f"time.{unit}.{'one' if n == 1 else 'other'}", n=n)

    def day(self, day: date, today: date | None = None) -> str:
        """Return a date with its weekday, and with its year where that is not today's: "Tuesday 12 January"."""
        words = f"{english.WEEKDAYS[day.weekday()]} {day.day} {english.MONTHS[day.month - 1]}"
        return words if today is not None and day.year == today.year else f"{words} {day.year}"

    def short_day(self, day: date) -> str:
        """Return a date for a narrow place: "12 Jan"."""
        return f"{day.day} {english.MONTHS[day.month - 1][:3]}"

    def clock(self, at: datetime | time) -> str:
        """Return a time of day: "06:40". Instants are told in the zone of these words."""
        local = at.astimezone(self.zone) if isinstance(at, datetime) else at
        return f"{local.hour:02d}:{local.minute:02d}"

    def moment(self, at: datetime, now: datetime) -> str:
        """Return an instant as a person says it: "today at 06:40", "Monday 4 May at 09:00"."""
        local_day = at.astimezone(self.zone).date()
        today = now.astimezone(self.zone).date()
        near = {0: "time.today", 1: "time.tomorrow", -1: "time.yesterday"}
        days = (local_day - today).days
        words = self.text(near[days]) if days in near else self.day(local_day, today)
        return self.text("time.at-time", day=words, time=self.clock(at))

    def away(self, day: date, today: date) -> str:
        """Return how far a day is: "in 24 days", "tomorrow", "today", "3 days ago"."""
        days = (day - today).days
        if days == 0:
            return self.text("time.today")
        if days in (1, -1):
            return self.text("time.tomorrow" if days == 1 else "time.yesterday")
        if days > 0:
            return self.text("time.in-days", days=self.count("day", days))
        return self.text("time.days-ago", days=self.count("day", -days))

    def duration(self, span: timedelta) -> str:
        """Return a length of time in its two largest units: "2 days and 3 hours"."""
        minutes = max(int(span.total_seconds()) // 60, 0)
        days, rest = divmod(minutes, 24 * 60)
        hours, mins = divmod(rest, 60)
        parts = [self.count(u, n) for u, n in (("day", days), ("hour", hours), ("minute", mins)) if n]
        if not parts:
            return self.text("time.under-a-minute")
        return self.listed(parts[:2])
