"""English sentences of the check for signs: readings and how they compare, since when, and what to watch."""

TEXTS: dict[str, str] = {
    "problem.temperature-impossible": (
        "A temperature must be between {least:g} and {most:g} {unit}. Please check the thermometer."
    ),
    "problem.temperature-other-unit": "{typed:g} {unit} is not possible. Did you mean {other}?",
    "check.temperature": "{value} {unit}",
    "check.usual.above": "Above what is usual for {name}: {range}.",
    "check.usual.below": "Below what is usual for {name}: {range}.",
    "check.usual.within": "Usual for {name}: {range}.",
    "check.usual.range": "{least} to {most}",
    "check.usual.temperature": "{least} to {most} {unit}",
    "check.usual.not-set": "The clinic has not set what is usual for {name}.",
    "check.fever": "38 °C or more is a fever.",
    "check.fever.none": "Withdrawal can begin without a fever.",
    "check.this-person": "this person",
    "check.unusual": "{reading}, unusual for this person",
    "check.known.recent-refill": "Refill: recorded for {day}",
    "check.recorded": "{told}. {watch}",
    "check.watch": "Watch for {signs}.",
    "check.again.at": "Look again {when}, and at once when something changes.",
    "check.again": "Look again every few hours, and at once when something changes.",
    "check.proves-nothing": "A check without signs rules nothing out.",
    "check.sample.failed": "The sample could not be played on this computer.",
    "check.sample.alarm": "An alarm of this program is sounding. Please try again after it.",
    "check.since.future": "This lies in the future. Please type when it began.",
    "check.since.unreadable": "Please type a time, such as 04:30, yesterday 22:00 or 3 hours.",
    "check.since.long-ago": "That is more than a year ago. Please check it.",
    "check.since.hint": "Such as 04:30, yesterday 22:00 or 3 hours.",
}
