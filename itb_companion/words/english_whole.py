"""English sentences about exports of everything, taking one in, and passphrases."""

TEXTS: dict[str, str] = {
    # Why a file cannot be taken in
    "whole.too-large": "This file is larger than {detail} MB, which no export is. Please choose another file.",
    "whole.not-readable": "This file is damaged, cut short, or no export. Please copy it again, or choose another.",
    "whole.not-readable-at": (
        "This file is damaged, cut short, or no export: it cannot be read from {detail} on. Please copy it again, or "
        "choose another file."
    ),
    "whole.not-an-export": "This file is no export of ITB Companion. Please choose another file.",
    "whole.a-backup": "This file is a record, or a backup of one. Please use “restore” for it.",
    "whole.newer": "A newer ITB Companion wrote this file. Please install the newest version; nothing was changed.",
    "whole.problems": "This file cannot be taken in, and nothing was changed. What is wrong in it:",
    "whole.problem-at": "{place}: {sentence}",
    "whole.more": "And {count} more.",
    "whole.two-open": (
        "Help is being sought here, and in this file about something else. Please close it on the emergency screen "
        "first, then take the file in."
    ),
    # What is in one
    "whole.preview.person": "This export is of the record of {name}.",
    "whole.preview.nobody": "In this export nobody is entered.",
    "whole.preview.made": "It was made {when}.",
    "whole.preview.some": "{kind}: {added} new, {known} known already.",
    "whole.preview.all-new": "{kind}: {added} new.",
    "whole.preview.all-known": "{kind}: {known}, all known already.",
    "whole.preview.span": "What is new was entered from {first} to {last}.",
    "whole.preview.nothing": "Everything in it is in the record already. There is nothing to take in.",
    "whole.preview.finish": "Some entries that are open here are finished in it.",
    "whole.preview.means": (
        "What is missing here is added, and nothing is removed. Of a person, a pump, an appointment or a setting, the "
        "one entered last counts. The record as it is now is kept as a backup first."
    ),
    "whole.preview.other-person": (
        "The record here is of {here}. Please take this in only if both are the same person."
    ),
    "whole.kind.person": "Entries about the person",
    "whole.kind.pump": "Entries about the pump",
    "whole.kind.fill": "Refills",
    "whole.kind.appointment": "Appointments",
    "whole.kind.contact": "Entries about contacts",
    "whole.kind.setting": "Settings and care plan",
    "whole.kind.sign_check": "Checks for signs",
    "whole.kind.episode": "Calls for help",
    "whole.kind.attempt": "Calls tried",
    "whole.kind.alert": "Reminders",
    "whole.kind.other": "Other entries",
    # What came of it
    "whole.exported": "Everything was written to {path}.",
    "whole.exported-readable": "Everything was written to {path}. Whoever has this file can read it.",
    "whole.taken": "What was missing is in the record now. The record as it was before is in {path}.",
    "whole.taken-new": "Everything in the file is in the record now.",
    "whole.nothing-new": "Everything in this file is in the record already. Nothing was changed.",
    "whole.ask": "Take this in? Type yes to do it: ",
    "whole.not-agreed": "Nothing was changed. To take this file in, add --yes.",
    "whole.running": (
        "ITB Companion is running on this record ({holder}). Please take the file in in its Settings, or quit it and "
        "try again."
    ),
    "whole.into-data": "{path} is where the record itself is. Please choose another place for the export.",
    "whole.working": "One moment.",
    # Passphrases
    "passphrase.not-protected": "This file is not protected with a passphrase.",
    "passphrase.wrong-passphrase": "This is not the passphrase of this file. Please type it again.",
    "passphrase.damaged": "This file is damaged or cut short, so no passphrase opens it. Please copy it again.",
    "passphrase.changed": "The passphrase is right, but somebody has changed this file. Please use another copy.",
    "passphrase.newer": "This file was protected by a newer ITB Companion. Please install the newest version.",
    "passphrase.too-costly": "Opening this file would take more memory than any file of ours. Please choose another.",
    "passphrase.too-large": "This file is too large to be protected. Please choose another.",
    "passphrase.too-short": "A passphrase needs at least {least} letters. Several words are easy to remember.",
    "passphrase.not-here": "Passphrases need the Python package “cryptography”, which is missing. Please install it.",
    "passphrase.differ": "The two are not the same. Please type them again.",
    "passphrase.nobody-to-ask": (
        "This needs a passphrase, and nobody can be asked. Please set ITB_COMPANION_PASSPHRASE, or use a terminal."
    ),
    "passphrase.ask": "Passphrase: ",
    "passphrase.ask-new": "A passphrase for this file: ",
    "passphrase.ask-again": "The same again: ",
    "passphrase.lost": "Without the passphrase nobody can open this file, we neither. Keep it where you find it.",
    # What can be wrong with an entry
    "problem.name-on-two-lines": "There is a line break in this name. Please write it on one line.",
    "problem.whole-missing": "This is missing.",
    "problem.whole-empty": "This must not be empty.",
    "problem.whole-unknown-field": "There is no such field.",
    "problem.whole-unknown-table": "There is no such kind of entry.",
    "problem.whole-unknown-value": "“{given}” is not known here.",
    "problem.whole-not-text": "This must be text.",
    "problem.whole-text-too-long": "This is longer than {most} letters.",
    "problem.whole-text-unkeepable": "This has letters that cannot be kept.",
    "problem.whole-not-a-number": "This must be a number.",
    "problem.whole-not-a-whole-number": "This must be a whole number.",
    "problem.whole-not-an-id": "This must be the number of an entry.",
    "problem.whole-not-yes-or-no": "This must be true or false.",
    "problem.whole-not-an-instant": "This must be a date and time with its zone, such as 2026-11-22T09:00:00+00:00.",
    "problem.whole-not-a-day": "This must be a date, such as 2026-11-22.",
    "problem.whole-not-a-time": "This must be a time of day, such as 09:00.",
    "problem.whole-not-a-list": "This must be a list.",
    "problem.whole-not-an-object": "This must be an entry with fields.",
    "problem.whole-too-many": "These are more than {most} entries.",
    "problem.whole-document-too-deep": "This is nested too deep.",
    "problem.whole-twice": "This stands in the file twice.",
    "problem.whole-no-such-entry": "The entry that this refers to is not in the file.",
    "problem.whole-replaced-in-a-circle": "This entry was replaced by one that it replaced itself.",
    "problem.whole-without-cause": "Help was sought here, and it does not say why.",
    "problem.whole-second-open": "Help is being sought twice at the same time.",
    "problem.whole-half": "Only a part of this is filled in.",
    "problem.whole-ends-before-it-begins": "This ends before it begins.",
    "problem.whole-time-without-day": "There is a time without a day.",
    "problem.whole-not-such-a-setting": "This is not what the setting “{name}” can be.",
    "problem.whole-not-such-an-answer": "This is no answer about “{what}”.",
}
