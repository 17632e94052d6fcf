"""Builds what the check for signs shows."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from itb_companion.care.plan import Plan
from itb_companion.care.triage import Level
from itb_companion.companion.checks import Progress
from itb_companion.ui.pages.signs import SignsView
from itb_companion.words import Words
from itb_companion.words.signs import headline, reasons

_DRESS = {Level.EMERGENCY: "emergency", Level.URGENT: "urgent", Level.CALL_CLINIC: "accent"}


def signs_view(words: Words, progress: Progress, plan: Plan, now: datetime) -> SignsView:
    """Return the check so far, and what it comes to."""
    level, check = progress.assessment.level, progress.check
    since = [(sign, words.moment(at, now)) for sign, at in check.since.items() if sign in check.ticked]
    return SignsView(
        check=check,
        dress=_DRESS.get(level, "plain"),
        headline=_headline(words, progress),
        reasons=reasons(words, progress.assessment),
        note=_note(words, progress, plan),
        help_button=_tr("Show whom to call") if level >= Level.CALL_CLINIC else "",
        since=since,
    )


def _headline(words: Words, progress: Progress) -> str:
    if progress.assessment.level is Level.CLEAR:
        return _tr("Nothing ticked yet") if not progress.check.ticked else headline(words, Level.CLEAR)
    return headline(words, progress.assessment.level)


def _note(words: Words, progress: Progress, plan: Plan) -> str:
    level = progress.assessment.level
    if level is Level.URGENT:
        return _tr("If nobody answers within {minutes} minutes, go to the hospital.").format(
            minutes=plan.urgent_wait_min
        )
    if level is Level.CALL_CLINIC:
        return _tr("If nobody is reached within {minutes} minutes, this becomes urgent.").format(
            minutes=plan.clinic_wait_min
        )
    if level is Level.EMERGENCY:
        return words.text("level.emergency.advice")
    return _tr("A check without signs rules nothing out. Keep watching, and check again when something changes.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Signs", text)
