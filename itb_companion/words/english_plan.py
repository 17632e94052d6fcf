"""English sentences about the care plan: its page, its file, and what is due because of it."""

_PENN = {
    0: "0: no spasms",
    1: "1: mild spasms, only when something sets them off",
    2: "2: infrequent full spasms, less than one an hour",
    3: "3: spasms more than once an hour",
    4: "4: spasms more than ten times an hour",
}

_QUESTIONS = {
    "when-to-report": "When should we report symptoms, and to whom?",
    "how-fast-to-reduce": "How fast may a dose be reduced?",
    "sleep-anxiety-spasticity": "How will sleep, anxiety and spasticity be managed?",
    "missed-dose": "What happens if a dose is missed?",
    "pump-alarm": "What should we do when the pump alarms, and whom should we call?",
}

_RULES = {
    "severe-sign": "A danger sign",
    "fever-with-early-sign": "Fever together with an early sign",
    "floppy-with-drowsy-or-breathing": "Floppy together with sleepy, or with poor breathing",
    "early-sign-while-no-drug": "An early sign while the drug may not be flowing",
    "two-early-signs": "More than one early sign",
    "early-sign-with-concern": "An early sign with a reason for concern, such as a refill in the last days",
    "two-tone-alarm": "A two-tone alarm of the pump",
    "sign-of-too-much": "A sign of too much baclofen",
    "known-fault": "A known fault of pump or catheter",
    "fever": "A fever of {fever} or more",
    "alarm-date-passed": "The low reservoir alarm date has come and no refill is recorded",
    "one-early-sign": "One early sign",
    "single-beep": "A single beep of the pump",
    "refill-missed": "An overdue refill",
    "pump-site": "Redness, swelling or drainage over the pump or the scar",
    "not-specific-signs": "Signs that can have many reasons",
}

_FIELDS = {
    "clinic_wait_min": "Call the clinic: becomes urgent after",
    "urgent_wait_min": "Urgent: becomes an emergency after",
    "opens": "The clinic opens at",
    "closes": "The clinic closes at",
    "usual_systolic_mmhg": "Usual upper blood pressure",
    "usual_diastolic_mmhg": "Usual lower blood pressure",
    "usual_pulse_per_min": "Usual pulse",
    "usual_temperature_c": "Usual temperature",
    "usual_spasticity": "Usual spasms",
    "instructions": "Instructions of the clinic",
    "oral_baclofen_instruction": "Oral baclofen: the clinic's instruction",
    "oral_baclofen_expires_on": "Oral baclofen: use before",
    "special_risks": "Special risks",
    "questions": "Questions for the next visit",
}

_PAGE = {
    "entered": "Entered by {by}, {when}.",
    "entered-by-nobody": "Entered {when}; by whom is not recorded.",
    "not-entered": "Nobody has entered a care plan yet. What you see are the program's own defaults.",
    "from-file": "Taken in from the file {file}.",
    "from-clinic-file": "From {clinic}, taken in from the file {file}.",
    "changed-since": "The plan from {source} was taken in {when} and changed since.",
    "put-back": "An earlier plan, put back.",
    "defaults": "The program's own defaults, before anything was entered.",
    "raised.none": "Nothing is stricter than usual for this person.",
    "raised": "{rule}: {level}.",
    "always": "{level}, always",
    "usual": "{level} (as usual)",
    "not-set": "not set",
    "minutes": "{n} minutes",
    "range": "{least} to {most} {unit}",
    "unit.usual_systolic_mmhg": "mmHg",
    "unit.usual_diastolic_mmhg": "mmHg",
    "unit.usual_pulse_per_min": "a minute",
    "question": "Question: {text}",
    "question.none": "not on the list",
    "question.open": "open",
    "question.open-with": "open, noted: {answer}",
    "question.answered": "answered",
    "question.answered-with": "answered: {answer}",
    "change": "{what}: {new} (was: {old})",
    "spasticity": "Penn spasm frequency {score}",
    "file-name": "care-plan",
    "saved-as": "Saved as {path}. Give the file to the clinic: it can be read and changed in any text editor.",
    "cannot-be-written": "{path} cannot be written: {detail}. Please choose another place.",
    "preview": "{file} would change this:",
    "preview-clinic": "{file}, from {clinic}, would change this:",
    "preview-nothing": "{file} holds the plan as it is now. Nothing would change.",
    "preview-other-person": (
        "This file says that it is for {written}. This program cares for {known}. Please check with the clinic before "
        "you take it in."
    ),
    "preview-no-person": "This file says that it is for {written}. Nobody is entered here yet.",
    "preview-stale": "The plan was changed meanwhile. Please take the file in again.",
    "refused": "{file} was not taken in, and nothing was changed:",
    "taken": "The plan was taken in. The plan before is kept below and can be put back.",
    "was-put-back": "The plan was put back.",
    "was-put-back-changed": "The plan was put back. This changed:",
    "risks-need-person": "special_risks: please enter the person first, then take the file in.",
}

_PROBLEMS = {
    "usual-impossible": "Both numbers must be between {least:g} and {most:g}. Please check them with the clinic.",
    "usual-temperature-impossible": (
        "Both temperatures must be between 30 and 40 °C (86 and 104 °F). Please check them with the clinic."
    ),
    "usual-diastolic-above-systolic": "The lower pressure must be below the upper one. Please check both.",
    "spasticity-unknown": "The Penn spasm frequency scale goes from 0 to 4. Please choose one of them.",
    "expiry-impossible": "Please check the year of this date.",
    "text-too-long": "Please shorten this text to {most} characters.",
    "too-many-questions": "At most {most} questions can be kept. Please remove those that are answered.",
    "question-unknown": "This standard question is not known. Please write its words as text.",
    "question-to-add-missing": "Please type the question first.",
    "question-empty": "Please type the question, or remove it.",
    "rule-unknown": "This rule is not known: {rule}.",
    "level-looser": (
        "A plan can only make a rule stricter. This rule is at least {own}, so {level} cannot be taken. "
        "Nothing can make a danger sign less than an emergency."
    ),
}

_ITEM = {
    "title": "Look at the oral baclofen",
    "body": (
        "The oral baclofen kept for {name} is to be used before {expires_on}, {expires_away}. Please ask the clinic "
        "for a new supply, and enter the new date under Care plan."
    ),
    "coming": "The oral baclofen is to be used before {expires_on}",
}

_FILE = {
    "head": (
        "Care plan for a person with an intrathecal baclofen pump, for ITB Companion. A line that begins with # is "
        "only read by people. What this file does not name stays as it is; an empty value, "
        '"" or [], takes it away. Nothing here sets a dose.'
    ),
    "about.format": "The version of this format. Please leave it.",
    "about.clinic": "Who set this plan. It is shown beside the plan.",
    "about.person": "For whom it is, so that nobody takes in the plan of somebody else.",
    "about.clinic_wait_min": (
        "Minutes without reaching anybody after which “call the clinic” becomes urgent, and after which urgent becomes "
        "an emergency: 1 to 1440."
    ),
    "about.opens": "When the numbers by day answer, Monday to Friday, local time.",
    "about.instructions": "The clinic's own words. They are shown as they are written here.",
    "about.oral_baclofen_instruction": (
        "Oral baclofen at hand: the doctor's own instruction, and the date on the package, such as 2027-03-31."
    ),
    "about.usual": (
        "What is usual for this person, from and to. Pressure and pulse outside count as a sign; the temperature is "
        "for comparison only, and makes no fever less of one. Pressure in mmHg, pulse a minute, temperature in °C."
    ),
    "about.usual_spasticity": (
        "Usual spasms on the Penn spasm frequency scale. {scale}."
    ),
    "about.special_risks": "Special risks. Known are: {known}.",
    "about.stricter": (
        "The least level of each rule for this person: watch, call-clinic, urgent or emergency. A level can be made "
        "stricter, never less than the one that stands behind the rule in brackets."
    ),
    "about.rule": "{rule} [{own}]",
    "about.question": (
        "Questions for the next visit. Each has text, or standard for one of: {known}; whether it is answered; and the "
        "answer."
    ),
    "at": "{place}: {sentence}",
    "place.question": "[[question]] number {n}",
    "unknown-key": "Unknown key {where}“{name}”. Known are: {known}.",
    "unknown-rule": "Unknown rule {where}“{name}”. Known are: {known}.",
    "unknown-level": "Unknown level {where}“{name}”. Known are: {known}.",
    "unknown-risk": "Unknown id {where}“{name}”. Known are: {known}.",
    "unknown-question": "Unknown standard question {where}“{name}”. Known are: {known}.",
    "inside": "in {table} ",
    "must.minutes": "“{name}” must be a whole number of minutes.",
    "must.range": "“{name}” must be two whole numbers, such as {name} = [90, 130].",
    "must.numbers": "“{name}” must be two numbers, such as {name} = [36.2, 37.1].",
    "must.score": "“{name}” must be a whole number from 0 to 4, or \"\" for none.",
    "must.time": "“{name}” must be a time of day, such as {name} = \"08:00\".",
    "must.date": "“{name}” must be a date, such as {name} = 2027-03-31, or \"\" for none.",
    "must.text": "“{name}” must be a text in quotes.",
    "must.bool": "“{name}” must be true or false.",
    "must.levels": "“{name}” must be a table of rule ids and levels.",
    "must.ids": "“{name}” must be a list of ids, such as {name} = [\"{example}\"].",
    "must.questions": "“{name}” must be a list of tables: [[{name}]].",
    "must.format": "“format” must be 1. A newer version of this program may have made this file.",
    "text-or-standard": "Each question needs either text or standard.",
    "too-large": "The file is larger than a care plan can be. Please check that it is the right file.",
    "not-utf-8": "The file is not a text file in UTF-8. Please save it as plain text.",
    "not-toml": "The file is not valid TOML: {detail}. Please mend that place.",
    "too-deep": "The file nests too deeply to be a care plan. Please check that it is the right file.",
    "nothing": "The file names nothing of a care plan. Please check that it is the right file.",
    "cannot-be-read": "{path} cannot be read: {detail}. Please choose another file.",
    "not-a-file": "{path} is not a file. Please choose another one.",
    "more": "And {n} more.",
}  # fmt: skip

_GROUPS: dict[str, dict[str, str]] = {
    "plan": _PAGE,
    "plan.field": _FIELDS,
    "plan.rule": _RULES,
    "plan-file": _FILE,
    "problem": _PROBLEMS,
    "question": _QUESTIONS,
    "item.oral-expiry": _ITEM,
    "penn": {str(score): text for score, text in _PENN.items()},
    "settled": {"plan-changed": "the care plan was changed"},
}

TEXTS: dict[str, str] = {f"{prefix}.{key}": text for prefix, group in _GROUPS.items() for key, text in group.items()}
