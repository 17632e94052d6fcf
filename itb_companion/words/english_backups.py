"""English sentences about backups: making them, what is in one, putting one back, and a record that is damaged."""

TEXTS: dict[str, str] = {
    "record.damaged": "{path} is damaged ({detail}). Nothing was changed. Please put a backup back, and keep the file.",
    "record.no-file": "{path} is not there. Please look for it, or plug in the drive that it is on.",
    "record.gone": (
        "{path} was moved, removed or replaced while ITB Companion is running, so nothing more can be kept. Please put "
        "it back where it was, or quit and start again. Ctrl+E still shows whom to call."
    ),
    "record.itself": "{path} is the record in use, not a backup. Please choose another file.",
    "record.own-file": "{path} is a file of the record itself or a backup. Please choose another name or place.",
    "record.network-drive": (
        "{path} is on a drive on which a record can be lost, such as a network drive. Please choose a folder on this "
        "computer with --data-dir."
    ),
    "item.backup.title": "There is no good backup",
    "item.backup.body": (
        "The last good backup is two days old, or making one failed. If this computer breaks, what was entered since "
        "is lost. Settings shows why, and makes one now."
    ),
    "item.backup.coming": "Make a backup",
    "settled.backup-made": "A backup was made",
    "reach.backup.failed": "The last backup failed. {why}",
    "reach.backup.second-failed": "The last copy into the second backup folder failed. {why}",
    "backups.why.read-only": "The folder cannot be written.",
    "backups.why.folder-is-a-file": "The folder cannot be written.",
    "backups.why.folder-cannot-be-made": "The folder cannot be made.",
    "backups.why.disk-full": "The disk is full.",
    "backups.why.locked": "The record was in use by another program.",
    "backups.why.not-a-record": "The record is damaged.",
    "backups.why.damaged": "The record is damaged.",
    "backups.why.no-file": (
        "The folder is not there, or its copies are not; is the drive plugged in? If it is, choose the folder again."
    ),
    "backups.why.failed": "It could not be written.",
    "backups.list": "{when}, {size}",
    "backups.list.before-restore": "{when}, {size}, before a restore",
    "backups.list.before-update": "{when}, {size}, before an update",
    "backups.list.before-import": "{when}, {size}, before an export was taken in",
    "backups.none": "There is no backup yet. The first one is made by itself.",
    "backups.told": "A backup is made by itself every day. The newest of 7 days, 8 weeks and 24 months are kept.",
    "backups.sample": "No backups are made here: this is not a record that is kept.",
    "backups.second.none": (
        "A backup on this computer does not help if the computer breaks. Choose a second folder for a copy of each: on "
        "a USB stick, or one that is kept elsewhere too."
    ),
    "backups.second.chosen": "A copy of each backup goes to {path}.",
    "backups.made": "A backup was made.",
    "backups.making": "Making a backup.",
    "backups.looking": "Looking what is in this backup.",
    "backups.busy": "A backup is being made. Please try again in a moment.",
    "backups.keeping": "Keeping the record as it is now, then putting the backup in its place.",
    "backups.help-is-sought": (
        "Help is being sought. Please close that on the emergency screen first, so that nothing of it is lost. Nothing "
        "was changed."
    ),
    "backups.changed-meanwhile": (
        "The record was written to while it was being kept. Nothing was changed. Please try again."
    ),
    "backups.preview.person": "This backup is of the record of {name}.",
    "backups.preview.nobody": "In this backup nobody is entered.",
    "backups.preview.span": "Entries from {first} to {last}.",
    "backups.preview.empty": "There are no entries in it.",
    "backups.preview.counts": "Checks: {sign_check}. Refills: {fill}. Calls for help: {episode}. Contacts: {contact}.",
    "backups.preview.format": "It is of an older version of the program, and is brought up to date.",
    "backups.preview.means": (
        "What was entered or answered after that is not in it. The record as it is now is kept as a backup, so you can "
        "go back. What is due by the restored record is shown anew."
    ),
    "backups.ask": "Put {path} in the place of the record? Type yes to do it: ",
    "backups.start-again": "Your entries are kept. Please start the program again",
    "backups.not-agreed": "Nothing was changed. To put this backup in the place of the record, add --yes.",
    "backups.running": (
        "ITB Companion is running on this record ({holder}). Please restore in its Settings, or quit it and try again."
    ),
    "backups.restored": "The backup is in the place of the record now.",
    "backups.kept": "The record as it was before is in {path}.",
    "backups.news.restored": (
        "The backup is in the place of the record now. To go back, restore {before} in Settings, under Backups."
    ),
    "backups.news.restored-alone": "The backup is in the place of the record now.",
    "backups.news.recovered": (
        "The record was damaged. The backup of {when} has taken its place, with {added} entries made since. Please "
        "look whether your last entries are there. The damaged file is kept."
    ),
    "backups.news.recovered-lost": (
        "The record was damaged. The backup of {when} has taken its place, with {added} entries made since; at least "
        "{unreadable} could not be read. Please look whether your last entries are there. The damaged file is kept."
    ),
    "backups.news.empty": "The damaged record is kept under another name, and this one begins empty.",
    "backups.damaged": (
        "The record is damaged: {detail}. Please note what you need from it, then put the newest backup back: "
        "Settings, Backups."
    ),
    "recovery.looking": "Looking for the newest good backup.",
    "recovery.offer": "The newest good backup is of {when}.",
    "recovery.offer-all": "Of what was entered since, nothing was found.",
    "recovery.offer-added": "{added} entries made since can still be read, and are added to it.",
    "recovery.offer-lost": "At least {unreadable} cannot be read and are missing.",
    "recovery.no-backup": "No good backup was found in {path}. If you have one elsewhere, quit and use “restore”.",
    "recovery.use": "Use the backup of {when}",
    "recovery.aside": "The damaged file is kept under another name in every case.",
    "recovery.empty-means": (
        "The program would begin with an empty record, and remind you of nothing until you enter the printout again. "
        "The damaged file is kept under another name."
    ),
    "recovery.held": "Another ITB Companion has this record open ({holder}). Please end it, then start again.",
}
