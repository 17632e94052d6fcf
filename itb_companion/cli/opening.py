"""What a desktop entry, the tray or another start asks of the window, read without `argparse`."""

from collections.abc import Sequence
from pathlib import Path

ENV_DATA_DIR = "ITB_COMPANION_DATA_DIR"


class Opening:
    """How the window is to be opened."""

    command = None
    """As `argparse` says it of a call without a command."""

    def __init__(self) -> None:
        self.data_dir: Path | str | None = None
        self.background = False
        self.emergency = False

    @classmethod
    def read(cls, argv: Sequence[str]) -> "Opening | None":
        """Return what is asked; None for a command, for help, and for whatever must be explained."""
        opening = cls()
        words = iter(argv)
        for word in words:
            if word == "--background":
                opening.background = True
            elif word == "--emergency":
                opening.emergency = True
            elif word == "--data-dir":
                opening.data_dir = next(words, None)
                if opening.data_dir is None or opening.data_dir.startswith("-"):
                    return None
            elif word.startswith("--data-dir="):
                opening.data_dir = word.partition("=")[2]
            else:
                return None
        return opening
