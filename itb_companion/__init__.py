"""ITB Companion: refill reminders, early signs and one emergency screen for families with a baclofen pump."""

__version__ = "0.1.0"
