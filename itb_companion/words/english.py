"""English sentences, by key; the source text that every other language falls back to.

Medical statements come from clinical-facts only. Placeholders in braces are filled in by the modules of this floor.
"""

from itb_companion.words import (
    built_in_english,
    english_backups,
    english_check,
    english_clinical,
    english_emergency,
    english_emergency_alone,
    english_handover,
    english_plan,
    english_problems,
    english_protection,
    english_today,
    english_whole,
)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_CAUSES = {
    # of an episode, beside the rules of assets/clinical
    "reservoir-may-be-empty": "The projected empty date has come and no refill is recorded.",
    "asked-for-help": "The emergency screen was opened by a person.",
}

_LAST_DAY = {
    "printed-alarm-date": "the low reservoir alarm date on the printout",
    "projected-alarm-date": "the projected low reservoir date",
    "longest-interval": "the end of the longest time between refills",
}

_ITEMS = {
    "book.title": "The refill is not booked",
    "book.body": "{name}'s pump must be refilled by {refill_by}, {refill_by_away}. No appointment is recorded.",
    "book.coming": "Book the refill: it is due by {refill_by}",
    "attend.title": "Refill appointment {appointment_away}",
    "attend.body": "{name}'s refill is on {appointment}. Please keep this day free and plan the way there.",
    "attend.coming": "Refill appointment on {appointment}",
    "inside-margin.title": "The appointment leaves little time",
    "inside-margin.body": (
        "{name}'s appointment on {appointment} comes after {refill_by}, the day to refill by, and before {last_day}, "
        "{last_day_reason}. If it falls through, little time is left. You may want to ask for an earlier day."
    ),
    "inside-margin-may-be-empty.title": "The pump may be empty by the appointment",
    "inside-margin-may-be-empty.body": (
        "{name}'s appointment on {appointment} comes after {refill_by}, the day to refill by. Pumps do not give exactly "
        "what they should: by then it may be empty. Please ask for an earlier day."
    ),
    "inside-margin.coming": "The appointment leaves little time",
    "too-late.title": "The appointment is too late",
    "too-late.body": (
        "{name}'s appointment on {appointment} is not before {last_day}, {last_day_reason}. Please call the clinic "
        "for an earlier day."
    ),
    "too-late.coming": "The appointment on {appointment} is too late",
    "missed.title": "Was the pump refilled?",
    "missed.body": (
        "{name}'s appointment was on {appointment}, and no refill is recorded. Record the refill, or call the clinic "
        "today. The refill is due by {refill_by}."
    ),
    "missed.coming": "Record the refill of {appointment}",
    "overdue.title": "The refill is overdue",
    "overdue.body": (
        "{last_day} was {last_day_reason}, and no refill is recorded. Call the clinic now, day or night, "
        "before {name}'s pump runs out."
    ),
    "overdue.coming": "Last day for the refill: {last_day}",
    "empty.title": "The pump may be empty",
    "empty.body": (
        "{name}'s pump may be empty since {empty_on}, and no refill is recorded. Open the emergency screen now."
    ),
    "empty.coming": "From {empty_on} on the pump may be empty",
    "no-printout.title": "No refill date is known",
    "no-printout.body": "Without the pump's printout nobody can be reminded of {name}'s refill. Please enter it.",
    "no-printout.coming": "Enter the pump's printout",
    "replace-pump.title": "The pump itself must be replaced",
    "replace-pump.body": (
        "{name}'s pump must be replaced by {replacement_on}, {replacement_away}. Ask the clinic to plan the replacement."
    ),
    "replace-pump.coming": "Plan the replacement of the pump, due by {replacement_on}",
    "verify-numbers.title": "Telephone numbers to check",
    "verify-numbers.body": (
        "Are the numbers of {contacts} still right? Call each one by day or after hours, and say so under Contacts. "
        "A wrong number costs time when it counts."
    ),
    "verify-numbers.coming": "Check the telephone numbers of {contacts}",
    "sign-check.title": "Time to check for signs",
    "sign-check.body": "Look at {name}: itching, tingling, tighter than usual, blood pressure?",
    "sign-check.coming": "Check for signs",
    "recheck.title": "Time to look for signs again",
    "recheck.body": (
        "Please look at {name} again and save what you see, whatever it is: signs can come one after the other."
    ),
    "recheck.coming": "Look for signs again",
    "episode.title": "{headline}",
    "episode.body": "Nobody who can decide was reached yet. Write down every call on the emergency screen.",
    "episode-told.title": "{level}: somebody was reached",
    "episode-told.body": "Watch on, and call again if it gets worse. Write down how it ends on the emergency screen.",
    "episode.coming": "If nobody is reached by then: {level}",
}

_TIMES = {
    "today": "today",
    "tomorrow": "tomorrow",
    "yesterday": "yesterday",
    "in-days": "in {days}",
    "days-ago": "{days} ago",
    "day.one": "{n} day",
    "day.other": "{n} days",
    "hour.one": "{n} hour",
    "hour.other": "{n} hours",
    "minute.one": "{n} minute",
    "minute.other": "{n} minutes",
    "under-a-minute": "less than a minute",
    "and": "{first} and {last}",
    "comma": "{first}, {last}",
    "at-time": "{day} at {time}",
    "due-now": "Due now.",
    "and-more.one": "One more reminder is in the alert window.",
    "and-more.other": "{n} more reminders are in the alert window.",
    "due-late": "Due since {when}, {ago} ago.",
    "late.computer-off": "This computer was off.",
    "late.not-running": "This program was not running.",
    "late.asleep": "This computer was asleep.",
    "late.clock-set": "The clock of this computer was set ahead.",
}

_ROLES = {
    "on-call": "On-call line",
    "clinic": "Pump clinic",
    "doctor": "Doctor",
    "family": "Family",
    "other": "Other",
}

_RECORD = {
    "folder-is-a-file": "{path} is a file, not a folder. Please choose a folder for the data with --data-dir.",
    "folder-cannot-be-made": "The data folder {path} cannot be made. Please choose another with --data-dir.",
    "read-only": "{path} cannot be written. Please allow writing there, or choose another folder with --data-dir.",
    "newer": "{path} was written by a newer ITB Companion. Please install the newest version; nothing was changed.",
    "not-a-record": "{path} is not a record of ITB Companion, or it is damaged. Nothing was changed; please keep the file.",
    "locked": "{path} is in use by another program. Please close that program and try again.",
    "disk-full": "The disk is full, so nothing can be kept. Please make room and try again.",
    "failed": "{path} could not be used: {detail}. Please try again, and keep a copy of the folder.",
}

_APP = {
    "first-does-not-answer": (
        "ITB Companion is running already ({holder}) and does not answer. Please end it, then start again; "
        "--emergency opens the emergency screen meanwhile."
    ),
    "first-does-not-answer-elsewhere": (
        "ITB Companion holds these data on another computer ({holder}), so nothing reminds you here. Please end it there, "
        "then start again here. If these data were copied from that computer, remove {path} and start again."
    ),
    "path-unknown": "{path} cannot be found from here. Please type the whole path, from the root of the disk on.",
    "journal-joined": "What was written down while the record could not be used is in the record now.",
    "joined-later": "What you write down here is kept in a small file, and joined to the record at the next start.",
    "paper-too": (
        "What you write down here is kept only while the program is open: please note your calls on paper too."
    ),
    "defect": (
        "Something went wrong inside the program. Please look whether your last entry is there, and enter it again if not. "
        "The log file has the details."
    ),
    "quit": "If you quit, nothing will remind you until the next start.",
    "quit-next": "Next: {what}, {when}.",
    "quit-due": "Still open: {what}.",
    "closed-to-tray": "ITB Companion goes on reminding from the tray. To end it, choose Quit there, or press Ctrl+Q.",
    "closed-to-taskbar": "ITB Companion goes on reminding, minimised. To end it, press Ctrl+Q in its window.",
}

_HISTORY = {
    "check": "Check: {level}. {signs}",
    "check.none": "No signs ticked",
    "fill": "Refill{volume}",
    "fill.volume": " of {volume:g} mL",
    "alert": "{what}: settled, since {why}",
    "episode-opened": "Help sought: {level}. {signs}",
    "call": "{who}, {number}: {outcome}",
    "episode-closed": "Closed. {ending}: {what}",
}

_SETTLED = {
    "refill-recorded": "a refill was recorded",
    "appointment-changed": "the appointment was changed",
    "printout-corrected": "the printout was corrected",
    "call-logged": "a call was written down",
    "check-saved": "a check was saved",
    "episode-closed": "the episode was closed",
    "preferences-changed": "the reminders were changed",
    "superseded": "something worse took its place",
    "no-longer-due": "it is no longer due",
    "seen": "it was seen",
}


def _flat() -> dict[str, str]:
    texts: dict[str, str] = {}
    groups = {
        "rule": _CAUSES,
        "last-day": _LAST_DAY,
        "item": _ITEMS,
        "time": _TIMES,
        "role": _ROLES,
        "settled": _SETTLED,
        "record": _RECORD,
        "history": _HISTORY,
        "app": _APP,
    }
    for prefix, group in groups.items():
        texts |= {f"{prefix}.{key}": text for key, text in group.items()}
    return texts


TEXTS = (
    _flat()
    | english_emergency.TEXTS
    | built_in_english.TEXTS
    | english_clinical.TEXTS
    | english_check.TEXTS
    | english_emergency_alone.TEXTS
    | english_handover.TEXTS
    | english_problems.TEXTS
    | english_today.TEXTS
    | english_plan.TEXTS
    | english_protection.TEXTS
    | english_backups.TEXTS
    | english_whole.TEXTS
)
