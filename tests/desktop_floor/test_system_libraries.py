"""The sentence about a missing system library."""

from pathlib import Path

import pytest

from itb_companion.desktop.system_libraries import DEBIAN_PACKAGES, missing_library_sentence

DPKG = Path("/var/lib/dpkg/info")


def test_names_library_and_package():
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")

    assert missing_library_sentence(error) == (
        "The system library libEGL.so.1, which Qt needs, is not installed: "
        "on Debian and Ubuntu, 'sudo apt install libegl1' brings it."
    )


def test_names_at_least_the_library_where_the_package_is_not_known():
    error = OSError("libfoo-2.so.7: cannot open shared object file: No such file or directory")

    assert "libfoo-2.so.7" in missing_library_sentence(error)
    assert "None" not in missing_library_sentence(error)


@pytest.mark.parametrize(
    "text",
    [
        "No module named 'PySide6'",
        "/a/libQt6Gui.so.6: undefined symbol: _ZN4Qt",
        "/opt/x/plugin.so: cannot open shared object file: No such file or directory",
    ],
)
def test_says_nothing_about_other_errors(text: str):
    assert missing_library_sentence(ImportError(text)) is None


@pytest.mark.skipif(not DPKG.is_dir(), reason="needs dpkg")
def test_the_packages_are_those_of_debian():
    """Checked against dpkg for every library of the table that is installed here."""
    if "bookworm" not in Path("/etc/os-release").read_text():
        pytest.skip("the table is that of Debian 12")
    owners: dict[str, set[str]] = {}
    for listing in DPKG.glob("lib*.list"):
        for path in listing.read_text().splitlines():
            if (name := path.rpartition("/")[2]) in DEBIAN_PACKAGES:
                owners.setdefault(name, set()).add(listing.stem.partition(":")[0])

    assert owners
    assert {name: packages for name, packages in owners.items() if DEBIAN_PACKAGES[name] not in packages} == {}
