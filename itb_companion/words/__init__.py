"""Words for domain values: what a person reads or hears, in their language."""

from itb_companion.words.language import Words

__all__ = ["Words"]
