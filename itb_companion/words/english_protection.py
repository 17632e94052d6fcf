"""English sentences of the screen lock, and of the log that is saved for a bug report."""

TEXTS: dict[str, str] = {
    "lock.on": "On. The passphrase is asked for after {minutes} without a key or a click, and after each start.",
    "lock.wrong": "That is not the passphrase. Please try again.",
    "lock.wait": "That is not the passphrase. Please wait {seconds} seconds before you try again.",
    "problem.passphrase-too-short": "Please choose at least {least} letters or digits.",
    "problem.passphrases-differ": "The two are not the same. Please type both again.",
    "log.saved": "Saved as {path}.",
    "log.cannot-be-written": "{path} cannot be written: {detail}. Please choose another place.",
}
