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
    english_plan,
    english_protection,
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

_PROBLEMS = {
    "name-empty": "Please type a name.",
    "name-too-long": "Please shorten this name to {most} characters.",
    "number-has-letters": "A telephone number has only digits, spaces and a leading +. Please retype “{typed}” in digits.",
    "number-too-short": "“{typed}” is too short for a telephone number. Please check it.",
    "number-too-long": "“{typed}” is too long: a telephone number has at most {most} digits. Please check it.",
    "emergency-number-missing": "Please type the emergency number of your country, such as 112 or 911.",
    "number-missing": "Please type at least one number, for the day or for after hours.",
    "reservoir-impossible": "The reservoir size must be above 0 and at most {most:g} mL. It stands on the pump ID card.",
    "volume_ml-missing": "Please type the reservoir volume after the refill, or the low reservoir alarm date below.",
    "volume_ml-not-positive": "The volume must be more than 0 mL. Please copy it from the printout.",
    "volume_ml-impossible": "{typed:g} mL is more than any pump holds. Please check the printout.",
    "concentration_mcg_per_ml-missing": "Please type the concentration, or the low reservoir alarm date below.",
    "concentration_mcg_per_ml-not-positive": "The concentration must be more than 0 mcg/mL. Please copy it from the printout.",
    "concentration_mcg_per_ml-impossible": (
        "{typed:g} mcg/mL is not possible. Please check the printout: usual are 500, 1000 and 2000."
    ),
    "dose_mcg_per_day-missing": "Please type the daily dose, or the low reservoir alarm date below.",
    "dose_mcg_per_day-not-positive": "The daily dose must be more than 0 mcg/day. Please copy it from the printout.",
    "dose_mcg_per_day-impossible": "{typed:g} mcg/day is not possible. Please check the printout: mcg, not mg or mL.",
    "interval-impossible": "The longest interval must be between 1 and 3650 days.",
    "margin-impossible": "The margin must be 0 days or more, and shorter than the longest interval.",
    "alarm-volume-impossible": "The alarm volume must be 0 mL or more. Please copy it from the printout.",
    "alarm-volume-above-fill": "The alarm volume must be smaller than the fill volume. Please check both.",
    "fill-larger-than-reservoir": (
        "{typed:g} mL is more than the reservoir of {reservoir:g} mL holds. Please check the volume and the pump model."
    ),
    "fill-in-the-future": "The refill day lies in the future. Please type the day on which the pump was filled.",
    "replacement-impossible": "Please check the year of the replacement date.",
    "hours-upside-down": "Opening must come before closing.",
    "level-unknown": "The plan names a level that is not known. Known are clear, watch, call-clinic, urgent, emergency.",
    "fill-too-long-ago": "This refill is more than ten years old. Please check the date.",
    "alarm-date-before-fill": "The low reservoir alarm date must come after the refill day. Please check both dates.",
    "alarm-date-too-far": "The low reservoir alarm date is more than ten years away. Please check the year.",
    "concentration-unusual": (
        "Usual concentrations are 500, 1000 and 2000 mcg/mL. Please check this number against the printout."
    ),
    "dose-unusual": "Usual doses are 22 to 2000 mcg a day. Please check this number against the printout.",
    "flow-unusual": (
        "Dose and concentration give {flow:.3g} mL a day, which is unusual. Please check both against the printout."
    ),
    "printout-contradicts-itself": (
        "The numbers give {projected}, but the printed alarm date is {printed}. Please check every number and the date "
        "against the printout; if they all stand there like this, ask the clinic."
    ),
    "temperature_c-impossible": "A temperature must be between {least:g} and {most:g} °C. Please check the thermometer.",
    "systolic_mmhg-impossible": "The upper pressure must be between {least:g} and {most:g}. Please measure again.",
    "diastolic_mmhg-impossible": "The lower pressure must be between {least:g} and {most:g}. Please measure again.",
    "pulse_per_min-impossible": "A pulse must be between {least:g} and {most:g} a minute. Please count again.",
    "diastolic-above-systolic": "The lower pressure must be below the upper one. Please check both.",
    "wait-impossible": "A waiting time must be between 1 and {most} minutes.",
    "range-upside-down": "The first number must be above 0 and below the second.",
    "steps-impossible": "Please type one or more numbers of days between 0 and {most}, separated by commas.",
    "quiet-hours-half": "Quiet hours need a beginning and an end, such as 22:00 and 07:00; both empty means none.",
    "morning-impossible": "The morning time must be between 04:00 and 12:00.",
    "appointment-before-fill": "The appointment must come after the last refill, {filled_on}. Please check the date.",
    "appointment-too-far": "The appointment is more than two years away. Please check the year.",
    "not-a-number": "Please type a number, such as 20 or 0.5.",
    "number-ambiguous": "This can be read in two ways. Please type it without the comma or dot, such as 2000.",
    "not-a-whole-number": "Please type a whole number, such as 7.",
    "not-a-time": "Please type a time of day, such as 09:30.",
    "emergency-number-not-confirmed": "Please check this number, and tick the box below it.",
    "not-a-date": "Please type a whole date, in the order that the field shows.",
    "pump-missing": "Please choose the pump model, or type the reservoir size.",
}

_REFUSALS = {
    "no-printout": "No printout has been entered, so no refill date can be told.",
    "numbers-missing": "The printout's numbers are not all entered, so the level cannot be told.",
    "printout-contradicts-itself": (
        "The numbers and the printed alarm date contradict each other, so no level is drawn. The printed date counts. "
        "Please check the printout."
    ),
    "today-before-fill": "This computer's clock stands before the last refill, so no level can be told. Please check the clock.",
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
    "episode.title": "Help is being sought: {level}",
    "episode.body": "{advice} Write down every call on the emergency screen.",
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

_AWAY = {
    "title": "While you were away",
    "computer-off": "This computer was off, or the program was not running, from {start} to {end} ({duration}).",
    "not-running": "This program was not running from {start} to {end} ({duration}).",
    "asleep": "This computer was asleep from {start} to {end} ({duration}).",
    "clock-set": "The clock of this computer was set ahead, from {start} to {end} ({duration}).",
    "due.one": "Due meanwhile: {what}.",
    "due.other": "{n} reminders fell due meanwhile: {what}.",
}

_TODAY = {
    "welcome": "Welcome. Please enter the pump's printout to begin.",
    "episode": "Help is being sought: {level}.",
    "next-appointment": "On time. Next: refill on {day}, {away}.",
    "next-check-printout": "Next: refill on {day}, {away}. Please check the printout.",
    "next-check-clock": "Next: refill on {day}, {away}. Please check this computer's clock.",
    "next-narrow": "Next: refill on {day}, {away}. That leaves little time.",
    "next-book": "Next: book the refill. It is due by {day}, {away}.",
    "due": "{title}.",
    "due-book": "The refill is not booked. It is due by {day}, {away}.",
    "unknown": "No refill date is known. Please enter the pump's printout.",
    "pill.good": "Booked {days} before it must be refilled",
    "pill.same-day": "Booked for the day to refill by",
    "pill.inside-margin": "Little time: after the day to refill by",
    "pill.too-late": "Too late: on or after the last day",
    "pill.missed": "The appointment's day is past",
    "pill.not-booked": "Not booked",
    "pill.overdue": "Overdue",
    "chart.filled": "Filled {day}",
    "chart.today": "Today",
    "chart.level": "about {level} mL today",
    "chart.appointment": "Refill booked, {day}",
    "chart.refill-by": "Refill by {day}",
    "chart.alarm": "Alarm date {day}",
    "chart.interval": "Longest interval ends {day}",
    "chart.beeps": "low reservoir alarm at {volume:g} mL",
    "chart.sentence": "About {level} mL of {reservoir:g} mL today, plausibly {lowest} to {highest} mL. {dates}",
    "chart.dates": "Filled on {filled}, to be refilled by {refill_by}, last day {last_day}.",
    "range.level": "The true level may lie between {lowest} and {highest} mL.",
    "range.alarm-from": "The alarm may come from {earliest} on.",
    "range.alarm-since": "The alarm may have come since {earliest}.",
    "check.none": "No check recorded yet.",
    "check.last": "Last check {when}{by}: {result}",
    "check.by": " by {name}",
    "check.clear": "none of the signs was ticked",
    "tag.due": "Due now",
    "tag.urgent": "Urgent",
    "tag.emergency": "Emergency",
    "tag.quiet": "Seen, again {when}",
    "tag.snoozed": "Snoozed until {when}, {left} left",
    "someone": "somebody",
}

_REACH = {
    "looked": "Looked at what is due {when}",
    "shown": "Alert window last shown {when}",
    "notified": "Notification last confirmed {when}",
    "seen": "Last answered {when} by {name}",
    "never": "No alert was due yet",
    "confirmed": "The notification service answers ({name})",
    "no-service": "Notifications do not work: {why}. The alert window still comes.",
    "unconfirmed": "Notifications are handed over; nothing confirms that they show. The alert window comes.",
    "unknown-service": "Notification service: not known yet",
    "no-tray": "There is no tray: closing the window minimises it",
    "card-failed": "The emergency card could not be written: please check the disk.",
    "no-sound": "The alarm makes no sound: {why}. The computer’s own beep is used instead.",
    "sounded": "The alarm last sounded {when}; only you can tell whether it is heard",
    "never-tested": "Nobody has tested the alarm yet: press “Test my alarm”",
    "not-heard": "{name} did not hear the test {when}: please check the loudspeaker, then test again",
    "not-seen": "{name} did not see a notification {when}: please check the system’s settings for notifications",
    "heard": "{name} heard the alarm {when}",
    "tested-long-ago": "The alarm was last tested {when}: please test it again",
    "startup.on": "Starts by itself when you log in",
    "startup.doubt": "Set to start by itself when you log in. {detail}",
    "startup.off": "Does not start by itself when you log in: switch it on under Settings",
    "startup.broken": "Will not start when you log in: {detail}",
    "startup.unknown": "Whether it starts when you log in is not known",
    "backup.none": "There is no backup yet",
    "backup.age": "Newest backup: {age}",
    "numbers.one": "The telephone number was checked within 90 days",
    "numbers.all": "All {all} telephone numbers were checked within 90 days",
    "numbers.some": "{right} of {all} telephone numbers were checked within 90 days",
}

_OUTCOMES = {
    "confirmed": "shown, the service confirms it",
    "unconfirmed": "handed over, nothing confirms that it shows",
    "refused": "the service refused",
    "timed-out": "the service did not answer",
    "unavailable": "there is no notification service",
    "not-here": "there is none on this computer",
}

_CHANNELS = {
    "dbus": "Notification service",
    "plyer": "Second way for notifications",
    "tray": "Message at the tray icon",
    "sound": "Alarm sound",
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


_HANDOVER = {
    "title": "Handover sheet: intrathecal baclofen pump",
    "patient": "Patient",
    "name-unknown": "The name is not recorded.",
    "mimics": (
        "It can look like sepsis, autonomic dysreflexia, malignant hyperthermia or neuroleptic malignant syndrome."
    ),
    "happened": "What happened",
    "opened": "Help sought since {when}.",
    "opened-below": "Help sought since {when}. {level}.",
    "sign-since": "{sign}, since {when}",
    "sign-noted": "{sign}, noted {when}",
    "no-signs": "No signs are recorded with this call for help.",
    "closed": "Closed {when}: {ending}. {what} ({by})",
    "check": "Last check",
    "check.by": "{when}, by {name}",
    "check.none": "No check is recorded.",
    "check.seen": "Ticked: {signs}",
    "check.unsure": "Not sure: {signs}",
    "check.no-signs": "None of the signs was ticked.",
    "check.tone": "Tighter or looser than usual: {tone}",
    "check.alarm": "Pump alarm: {alarm}",
    "check.events": "Also: {events}",
    "check.note": "Note: {note}",
    "tone.tighter": "tighter",
    "tone.looser": "looser",
    "tone.usual": "as usual",
    "tone.unsure": "not sure",
    "alarm.single": "single beep heard",
    "alarm.two-tone": "two-tone alarm heard",
    "alarm.unsure": "beep heard, not sure which",
    "alarm.none": "none heard",
    "vitals": "Readings: {readings}",
    "vitals.none": "Readings: none taken",
    "vitals.pressure": "pressure {upper}/{lower} mmHg",
    "vitals.pulse": "pulse {value}/min",
    "unmeasured": "?",
    "usual": "Usual, as the clinic set it: {ranges}",
    "usual.systolic": "upper pressure {least} to {most} mmHg",
    "usual.pulse": "pulse {least} to {most}/min",
    "pump": "Pump",
    "pump.model": "Model: {model}",
    "pump.serial": "Serial number: {serial}",
    "pump.reservoir": "Reservoir: {volume:g} mL",
    "pump.replacement": "Pump to be replaced by {day}",
    "pump.unknown": "Model, serial number and reservoir are not recorded; see the pump ID card.",
    "pump.part-unknown": "Not recorded: {parts}; see the pump ID card.",
    "part.model": "model",
    "part.serial": "serial number",
    "part.reservoir": "reservoir size",
    "fill": "Last refill",
    "fill.none": "No refill is recorded here; see the pump printout.",
    "fill.on": "Filled on {day}",
    "fill.on-volume": "Filled on {day} with {value:g} mL",
    "fill.concentration": "Baclofen concentration: {value:g} mcg/mL",
    "fill.dose": "Programmed: {value:g} mcg/day",
    "fill.alarm-on": "Low reservoir alarm date: {day}",
    "fill.part-unknown": "Not recorded: {parts}; see the pump printout.",
    "part.volume": "volume",
    "part.concentration": "concentration",
    "part.dose": "daily dose",
    "part.alarm-on": "low reservoir alarm date",
    "fill.level": "Level now, by arithmetic: about {level} mL, plausibly {lowest} to {highest} mL",
    "fill.appointment": "Next refill booked for {day}",
    "calls": "Calls so far",
    "calls.none": "No call is written down.",
    "call": "{when}: {who}, {number}: {outcome}",
    "call.by": "{when}: {who}, {number}: {outcome} ({by})",
    "team": "Pump team",
    "team.none": "No number is recorded; see the pump ID card.",
    "others": "Others to call",
    "contact": "{name} ({role}): {numbers}",
    "number.day": "{number} by day",
    "number.after-hours": "{number} after hours",
    "number.both": "{number} day and after hours",
    "emergency-number": "Emergency number: {number}",
    "clinic": "The clinic's own instructions",
    "do-not": "Do not",
    "written": "Written",
    "written.at": "Written {when}",
    "on-duty": "On duty: {name}",
    "on-duty-unknown": "Who is on duty is not recorded.",
    "moment": "{day}, {time}",
    "more": "More: see the handover sheet.",
    "cannot-be-written": "{path} cannot be written: {detail}. Please choose another place.",
    "saved": "Saved as {path}.",
    "printed": "Sent to the printer.",
    "no-printing": "Printing does not work on this computer. Please save the sheet as PDF, or show the code.",
    "no-printer": "No printer is set up on this computer. Please save the sheet as PDF, or show the code.",
    "printer-failed": "The printer did not take the sheet. Please save it as PDF, or show the code.",
    "file-name": "handover",
    "page": "Page {page} of {pages}",
}


def _flat() -> dict[str, str]:
    texts: dict[str, str] = {}
    groups = {
        "rule": _CAUSES,
        "problem": _PROBLEMS,
        "refusal": _REFUSALS,
        "last-day": _LAST_DAY,
        "item": _ITEMS,
        "time": _TIMES,
        "away": _AWAY,
        "reach": _REACH,
        "outcome": _OUTCOMES,
        "channel": _CHANNELS,
        "role": _ROLES,
        "settled": _SETTLED,
        "record": _RECORD,
        "history": _HISTORY,
        "today": _TODAY,
        "app": _APP,
        "handover": _HANDOVER,
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
    | english_plan.TEXTS
    | english_protection.TEXTS
    | english_backups.TEXTS
    | english_whole.TEXTS
)
