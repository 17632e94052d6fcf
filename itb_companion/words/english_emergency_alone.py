"""English sentences of the emergency screen when the record, or a part of the program, cannot be used."""

TEXTS = {
    "emergency-alone.cannot-open": (
        "The program could not open: something is broken in its own files, or in {path}. "
        "Please install it again; if that does not help, put a backup back. Nothing was changed."
    ),
    "emergency-alone.goes-on": "Something went wrong with the record. What stands here is from the emergency card.",
    "emergency-alone.record-lost": (
        "The record {path} is gone or empty. The emergency screen shows what the emergency card still tells. "
        "If you have a backup, put it back before you enter anything anew."
    ),
    "emergency-alone.number-of-country": (
        "Nobody has entered an emergency number. The one shown is for {country}, where this computer is set to be: "
        "somewhere else, call the number of that country."
    ),
}
