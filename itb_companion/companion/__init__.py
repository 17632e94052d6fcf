"""What a caregiver can do, and the evaluation that turns what is due into alerts. No Qt."""

from itb_companion.companion.companion import Companion

__all__ = ["Companion"]
