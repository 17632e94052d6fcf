"""Asks for passphrases on a terminal, or takes one from the environment; never from the arguments, which others see."""

import getpass
import os
import sys

from itb_companion.cli.failure import Failure
from itb_companion.record.protection import SHORTEST
from itb_companion.words import Words

ENV_PASSPHRASE = "ITB_COMPANION_PASSPHRASE"  # noqa: S105 - the name of it


def asked(words: Words) -> str:
    """Return the passphrase of a file that is there; Failure where nobody can be asked."""
    return os.environ.get(ENV_PASSPHRASE) or _typed(words, "passphrase.ask")


def asked_new(words: Words) -> str:
    """Return a new passphrase, typed twice; Failure where it is too short or the two differ."""
    given = os.environ.get(ENV_PASSPHRASE)
    if given:
        return _long_enough(words, given)
    first = _long_enough(words, _typed(words, "passphrase.ask-new"))
    if _typed(words, "passphrase.ask-again") != first:
        raise Failure(words.text("passphrase.differ"))
    print(words.text("passphrase.lost"))
    return first


def _long_enough(words: Words, passphrase: str) -> str:
    if len(passphrase) < SHORTEST:
        raise Failure(words.text("passphrase.too-short", least=SHORTEST))
    return passphrase


def _typed(words: Words, question: str) -> str:
    if not sys.stdin.isatty():
        raise Failure(words.text("passphrase.nobody-to-ask"))
    try:
        return getpass.getpass(words.text(question))
    except (EOFError, KeyboardInterrupt) as error:
        raise Failure(words.text("passphrase.nobody-to-ask")) from error
