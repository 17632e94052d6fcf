"""Settings of the property tests: the same examples in every run, no time limit on a busy machine, nothing on disk.

And no test reaches the desktop of whoever runs it.
"""

from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("itb-companion", deadline=None, max_examples=60, derandomize=True, database=None)
settings.load_profile("itb-companion")


@pytest.fixture(autouse=True, scope="session")
def _nobodys_desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test away from what starts at the real login, and from the real loudspeakers."""
    home = tmp_path_factory.mktemp("nobody")
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("XDG_CONFIG_HOME", str(home))
        changed.setenv("XDG_STATE_HOME", str(home / "state"))
        changed.setenv("PULSE_SERVER", f"unix:{home / 'silence'}")
        changed.setenv("PIPEWIRE_REMOTE", str(home / "silence"))
        yield
