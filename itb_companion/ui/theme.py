"""Colours by role, sizes by text scale, and the look that the program wears."""

import os
from functools import cache
from typing import Literal

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from itb_companion.care.value import value
from itb_companion.ui.stylesheet import stylesheet

Choice = Literal["system", "light", "dark"]

SMALLEST_SCALE = 1.0
LARGEST_SCALE = 2.0
STYLE = "fusion"
_DARK = 128
"""Grounds are as light as 0 to 255; a desktop whose windows are darker than this is dark."""


@value
class Theme:
    """Colours by what they mean; every text pair reaches 7:1 except white on the dark emergency red."""

    is_dark: bool
    window: str
    surface: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    accent_soft: str
    emergency: str
    on_emergency: str
    emergency_soft: str
    emergency_text: str
    urgent: str
    urgent_soft: str
    in_order: str
    in_order_soft: str

    @classmethod
    def light(cls) -> "Theme":
        """Return the theme for daylight."""
        return cls(
            is_dark=False, window="#F4F6F8", surface="#FFFFFF", line="#D3DCE2", text="#10202B", quiet="#41525E",
            accent="#0B5C63", on_accent="#FFFFFF", accent_soft="#E3F0F1",
            emergency="#9B0F1A", on_emergency="#FFFFFF", emergency_soft="#FBE9EA", emergency_text="#9B0F1A",
            urgent="#7A4300", urgent_soft="#FFF4DF", in_order="#0F5A2E", in_order_soft="#E9F6EE",
        )  # fmt: skip

    @classmethod
    def dark(cls) -> "Theme":
        """Return the theme for a dark room."""
        return cls(
            is_dark=True, window="#10181E", surface="#1A242C", line="#33424D", text="#E8EEF2", quiet="#A9B8C3",
            accent="#7FD3DA", on_accent="#06282B", accent_soft="#17343A",
            emergency="#B3202B", on_emergency="#FFFFFF", emergency_soft="#2A1517", emergency_text="#FF9E9E",
            urgent="#FFC874", urgent_soft="#2A2112", in_order="#8EDDAB", in_order_soft="#12251A",
        )  # fmt: skip

    @property
    def on_urgent(self) -> str:
        """The colour of words on a field filled with `urgent`."""
        return self.surface

    @property
    def on_accent_soft(self) -> str:
        """The accent as words on `accent_soft`, a shade stronger: the accent itself reaches only 6.6:1."""
        return _mix(self.accent, self.text, 0.25)

    @property
    def edge(self) -> str:
        """The border of what can be typed into: 3:1 on every ground, where `line` only decorates."""
        return _mix(self.line, self.quiet, 0.55)

    @property
    def pills(self) -> dict[str, tuple[str, str]]:
        """Ground and words of each dress of a pill."""
        return {
            "in-order": (self.in_order_soft, self.in_order),
            "urgent": (self.urgent_soft, self.urgent),
            "emergency": (self.emergency_soft, self.emergency_text),
            "neutral": (self.window, self.text),
        }


@value
class Look:
    """A theme at a text size; `scale` is 1.0 to 2.0."""

    theme: Theme
    scale: float = 1.0

    def __post_init__(self) -> None:
        if not SMALLEST_SCALE <= self.scale <= LARGEST_SCALE:
            raise ValueError(f"text scale {self.scale} is outside {SMALLEST_SCALE} to {LARGEST_SCALE}")

    def px(self, size: float) -> int:
        """Return a size given for 100 % in pixels of this text size."""
        return round(size * self.scale)

    def font(self, size: float = 16, *, bold: bool = False) -> QFont:
        """Return the system's font at `size` pixels of 100 %."""
        return _font(QApplication.font().family(), self.px(size), bold)

    def metrics(self, size: float = 16, *, bold: bool = False) -> QFontMetrics:
        """Return the measures of that font; layouts ask hundreds of times, so they are kept."""
        return _metrics(QApplication.font().family(), self.px(size), bold)


class _Worn:
    """Holds the look in use; one program wears one look."""

    look = Look(Theme.light())
    prepared: Look | None = None
    is_dressed = False
    began_dark: bool | None = None


@cache
def _font(family: str, size_px: int, bold: bool) -> QFont:  # noqa: FBT001 - a key of the cache
    font = QFont(QApplication.font())
    font.setFamily(family)
    font.setPixelSize(size_px)
    font.setBold(bold)
    return font


@cache
def _metrics(family: str, size_px: int, bold: bool) -> QFontMetrics:  # noqa: FBT001
    return QFontMetrics(_font(family, size_px, bold))


def look() -> Look:
    """Return the look that `apply` put on last; light at 100 % before that."""
    return _Worn.look


def theme_for(app: QApplication, choice: Choice) -> Theme:
    """Return the theme a person chose; `system` asks the desktop, and light where it does not say."""
    is_night = choice == "system" and _is_desktop_dark(app)
    return Theme.dark() if is_night or choice == "dark" else Theme.light()


def _is_desktop_dark(app: QApplication) -> bool:
    """Ask the desktop; before we wear our own colours, those we were given tell it without the names in `Qt`.

    A desktop may say it and not colour its windows so: whoever asked before asks again once there is time.
    """
    if _Worn.began_dark is None:
        _Worn.began_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < _DARK
    if not _Worn.is_dressed:
        return _Worn.began_dark
    from PySide6.QtCore import Qt  # see `paint` for why it is late

    scheme = app.styleHints().colorScheme()
    return _Worn.began_dark if scheme == Qt.ColorScheme.Unknown else scheme == Qt.ColorScheme.Dark


def is_dressed() -> bool:
    """Say whether the stylesheet was put on: before that there is nothing to dress again."""
    return _Worn.is_dressed


def prepare() -> None:
    """Choose the style before QApplication is made; `apply` does it too, but 15 ms later.

    Fusion looks the same on every system. `setStyle` returns a QStyle, which loads all its enums.
    """
    os.environ["QT_STYLE_OVERRIDE"] = STYLE


def prepare_for(app: QApplication, new: Look) -> None:
    """Put on all of a look but its stylesheet, for a window that is built now; `apply` does the rest before it shows.

    Under a stylesheet every widget is dressed again with each of its parents; built first and dressed once, a window
    takes 15 ms less.
    """
    _Worn.look = _Worn.prepared = new
    if not app.styleSheet() and os.environ.get("QT_STYLE_OVERRIDE") != STYLE:
        app.setStyle(STYLE)
    font = QFont(app.font())
    font.setPixelSize(new.px(16))
    app.setFont(font)
    app.setPalette(palette(new.theme))


def apply(app: QApplication, new: Look) -> None:
    """Dress the whole program; widgets hear of it as a `StyleChange` event."""
    if new != _Worn.prepared:
        prepare_for(app, new)
    _Worn.prepared = None
    _Worn.is_dressed = True
    app.setStyleSheet(stylesheet(new))


def contrast(a: str, b: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours such as `#10202B`, 1 to 21."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palette(theme: Theme) -> QPalette:
    """Return the palette of a theme, for what the stylesheet does not name."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window, role.WindowText: theme.text, role.Base: theme.surface,
        role.AlternateBase: theme.window, role.Text: theme.text, role.Button: theme.surface,
        role.ButtonText: theme.text, role.Highlight: theme.accent, role.HighlightedText: theme.on_accent,
        role.PlaceholderText: theme.quiet, role.ToolTipBase: theme.surface, role.ToolTipText: theme.text,
        role.Link: theme.accent, role.LinkVisited: theme.accent, role.Accent: theme.accent,
        role.BrightText: theme.emergency_text, role.Mid: theme.line, role.Dark: theme.edge,
    }  # fmt: skip
    made = QPalette()
    for which, colour in colours.items():
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.quiet))
    return made


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _mix(a: str, b: str, share: float) -> str:
    pairs = [(int(a[at : at + 2], 16), int(b[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(x + (y - x) * share):02X}" for x, y in pairs)
