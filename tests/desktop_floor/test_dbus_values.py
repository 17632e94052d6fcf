"""D-Bus types that PySide6 has no way to write: they get onto the wire as what they are."""

import pytest

from itb_companion.desktop import dbus_values
from itb_companion.desktop.dbus_values import CannotMarshalError, byte, uint32


@pytest.mark.parametrize(("make", "most", "signature"), [(uint32, 2**32 - 1, "u"), (byte, 255, "y")])
def test_every_number_that_fits_has_its_type(make, most: int, signature: str):
    assert {make(value).currentSignature() for value in (0, 1, most)} == {signature}


@pytest.mark.parametrize(("make", "value"), [(uint32, -1), (uint32, 2**32), (byte, -1), (byte, 256)])
def test_what_does_not_fit_is_refused(make, value: int):
    with pytest.raises(ValueError, match="does not fit"):
        make(value)


@pytest.mark.parametrize(("name", "value"), [("LIBRARY", "libNoQt.so.6"), ("STREAM_UINT", "_ZNothing")])
def test_a_qt_without_the_function_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch):
    dbus_values._operator.cache_clear()
    monkeypatch.setattr(dbus_values, name, value)

    with pytest.raises(CannotMarshalError, match="cannot be used"):
        uint32(1)
    dbus_values._operator.cache_clear()
