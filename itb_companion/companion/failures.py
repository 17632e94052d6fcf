"""The sentence for a record that cannot be used."""

from itb_companion.record.errors import RecordError
from itb_companion.words.language import Words


def record_failure(words: Words, error: RecordError) -> str:
    """Return what stands in the way, and what to do about it."""
    return words.text(f"record.{error.reason}", path=error.path, detail=error.detail)
