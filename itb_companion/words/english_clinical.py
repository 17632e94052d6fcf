"""English sentences about the clinical files: what is wrong with them, and what counts meanwhile."""

_PROBLEMS = {
    "missing-file": "{file} is missing.",
    "unreadable": "{file} cannot be read: {what}.",
    "too-large": "{file} is larger than {what} kB, so it was not read.",
    "not-text": "{file} is not a text file in UTF-8.",
    "not-toml": "{file} is not valid TOML: {what}.",
    "languages": "{file}: “languages” must be a list of languages with “en” among them.",
    "no-id": "{file}: an entry of “{what}” has no id of small letters, digits and hyphens.",
    "duplicate-id": "{file}: {what} stands there twice.",
    "missing-id": "{file}: {what} is missing.",
    "unknown-id": "{file}: {what} is not known to this program. Known are: {known}.",
    "unknown-key": "{file}, {id}: “{what}” is not known here.",
    "missing-key": "{file}, {id}: “{what}” is missing.",
    "wrong-type": "{file}, {id}: “{what}” must be {wanted}.",
    "unknown-level": "{file}, {id}: there is no level “{what}”. Known are: {known}.",
    "unknown-group": "{file}, {id}: there is no group “{what}”. Known are: {known}.",
    "unknown-name": "{file}, {id}: “{what}” is no sign, group, circumstance or alarm of signs.toml.",
    "never-met": "{file}, {id}: a line asks for {what} of fewer ids, so it could never be met.",
    "missing-source": "{file}, {id}: no source is named.",
    "unknown-source": "{file}, {id}: the source “{what}” does not stand in sources.toml.",
    "missing-translation": "{file}, {id}: the words for “{what}” are missing in the language “{language}”.",
    "placeholder": "{file}, {id}: the words for “{what}” in the language “{language}” have a brace that nothing fills.",
}

_REACH = {
    "broken": "A fault in {files}: the built-in rules for signs count. Please install the program anew.",
    "differs": "Rules or words for signs were changed in {files}. Of changed and built-in rules the stricter count.",
    "unused.levels": "Words for what to do were changed in rules.toml. They are not used: the built-in ones count.",
    "unused.pumps": "Pump models were changed in pumps.toml. They are not used: the built-in ones count.",
    "in-order": "{signs} signs and {rules} rules, as built in",
}

TEXTS: dict[str, str] = {f"problem.clinical-{code}": text for code, text in _PROBLEMS.items()} | {
    f"reach.clinical.{key}": text for key, text in _REACH.items()
}
