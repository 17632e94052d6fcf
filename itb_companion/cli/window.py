"""The calls that open a window."""

import gc
import os
from pathlib import Path
from types import ModuleType

from itb_companion.cli.failure import Failure
from itb_companion.desktop.display import missing_library_sentence, why_no_window
from itb_companion.desktop.memory import share_one_heap
from itb_companion.desktop.plain_imports import use_plain_imports


def run(data_dir: Path, *, background: bool = False, emergency: bool = False, sample: bool = False) -> int:
    """Open the program; one sentence where no window can be opened."""
    share_one_heap()
    why = why_no_window(os.environ)
    if why:
        raise Failure(why)
    gc.disable()  # a start makes much and drops little, so every collection is in vain: 20 ms; `app.run` ends this
    try:
        app = _load_app()
        return app.run(data_dir, background=background, emergency=emergency, sample=sample)
    finally:
        gc.enable()


def _load_app() -> ModuleType:
    try:
        use_plain_imports()  # before everything that uses Qt
        from itb_companion import app
    except ImportError as error:
        raise Failure(missing_library_sentence(error) or f"A part of the program is missing: {error}.") from error
    return app


def demo(*, background: bool = False, emergency: bool = False) -> int:
    """Open the program on a sample household that is gone afterwards."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="itb-companion-demo-") as folder:
        _fill(Path(folder))
        return run(Path(folder), background=background, emergency=emergency, sample=True)


def _fill(folder: Path) -> None:
    from itb_companion.clock import SystemClock
    from itb_companion.companion.sample import fill_sample
    from itb_companion.record.store import Store

    fill_sample(Store(folder), SystemClock())
