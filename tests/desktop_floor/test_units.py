"""The units that the system's country uses."""

import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the system's settings are not in variables")
@pytest.mark.parametrize(("locale", "unit"), [("en_US.UTF-8", "f"), ("de_DE.UTF-8", "c"), ("C", "c")])
def test_the_unit_of_the_country_is_proposed(locale, unit):
    script = "from itb_companion.desktop.units import temperature_unit; print(temperature_unit().value)"
    environ = {**os.environ, "LC_ALL": locale, "LANG": locale}

    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == unit
