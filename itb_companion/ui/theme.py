"""Colours by role, sizes by text scale, and the one stylesheet that dresses every control."""

import os
from functools import cache
from typing import Literal

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from itb_companion.care.value import value
from itb_companion.resources import asset

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


def pill_colours(theme: Theme) -> dict[str, tuple[str, str]]:
    """Return ground and words of each dress of a pill."""
    return {
        "in-order": (theme.in_order_soft, theme.in_order),
        "urgent": (theme.urgent_soft, theme.urgent),
        "emergency": (theme.emergency_soft, theme.emergency_text),
        "neutral": (theme.window, theme.text),
    }


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


def stylesheet(new: Look) -> str:
    """Return the stylesheet: no rule for every QWidget, because each match costs at start."""
    return _labels(new) + _surfaces(new) + _frames(new) + _controls(new)


def _labels(new: Look) -> str:
    t, px = new.theme, new.px
    roles = {
        "title": (26, "bold", t.text),
        "heading": (17, "bold", t.text),
        "tile": (20, "bold", t.text),
        "strong": (16, "bold", t.text),
        "quiet": (15, "normal", t.quiet),
        "say": (17, "normal", t.text),
        "phone": (25, "bold", t.text),
        "number": (58, "bold", t.emergency_text),
        "clock": (34, "bold", t.text),
        "error": (15, "bold", t.emergency_text),
        "urgent": (20, "bold", t.urgent),
        "emergency": (20, "bold", t.emergency_text),
        "in-order": (16, "bold", t.in_order),
    }
    rules = [
        f'QLabel[role="{role}"]{{font-size:{px(size)}px;font-weight:{weight};color:{colour}}}'
        for role, (size, weight, colour) in roles.items()
    ]
    return "\n".join(rules)


def _surfaces(new: Look) -> str:
    t, px = new.theme, new.px
    grounds = {
        "plain": (t.surface, t.line, 1),
        "accent": (t.accent_soft, t.accent, 1),
        "urgent": (t.urgent_soft, t.urgent, 1),
        "emergency": (t.surface, t.emergency_text, 2),
    }
    cards = [
        f'Card[dress="{dress}"]{{background:{ground};border:{width}px solid {edge};border-radius:{px(14)}px}}'
        for dress, (ground, edge, width) in grounds.items()
    ]
    strips = {
        "info": (t.accent_soft, t.on_accent_soft),
        "urgent": (t.urgent_soft, t.urgent),
        "emergency": (t.emergency, t.on_emergency),
    }
    banners = [
        f'Banner[dress="{dress}"]{{background:{ground};border:0;border-radius:{px(10)}px}}'
        f'Banner[dress="{dress}"] QLabel{{color:{words};font-weight:bold}}'
        for dress, (ground, words) in strips.items()
    ]
    pills = [
        f'Pill[dress="{dress}"]{{color:{words};font-size:{px(14)}px;font-weight:bold}}'
        for dress, (_, words) in pill_colours(t).items()
    ]
    titles = (
        f'Card[dress="urgent"] QLabel[role="heading"]{{color:{t.urgent}}}'
        f'Card[dress="emergency"] QLabel[role="heading"]{{color:{t.emergency_text}}}'
    )
    return "\n".join([*cards, *banners, *pills, titles])


def _frames(new: Look) -> str:
    """Dress the parts of the window that are no cards: navigation, and head and foot of the emergency screen."""
    t, px = new.theme, new.px
    heads = {
        "emergency": (t.emergency, t.on_emergency),
        "urgent": (t.urgent_soft, t.urgent),
        "accent": (t.accent_soft, t.on_accent_soft),
    }
    words = {"head-title": (26, "bold"), "head-line": (16, "normal"), "head-clock": (34, "bold")}
    rules = [
        f"QFrame#side{{background:{t.surface};border:0;border-right:1px solid {t.line}}}",
        f"QFrame#side QScrollArea,QFrame#side QScrollArea>QWidget>QWidget{{background:{t.surface}}}",
        f"QFrame#ending{{background:{t.surface};border-top:1px solid {t.line}}}",
    ]
    for dress, (ground, ink) in heads.items():
        rules.append(f'QFrame#head[dress="{dress}"]{{background:{ground};border-bottom:1px solid {ink}}}')
        rules += [
            f'QFrame#head[dress="{dress}"] QLabel[role="{role}"]'
            f"{{color:{ink};font-size:{px(size)}px;font-weight:{weight}}}"
            for role, (size, weight) in words.items()
        ]
    return "\n".join(rules)


def _controls(new: Look) -> str:
    t, px = new.theme, new.px
    typed = "QLineEdit,QAbstractSpinBox,QComboBox,QPlainTextEdit,QTextEdit"
    focused = ",".join(f"{name}:focus" for name in typed.split(","))
    return f"""
{typed}{{background:{t.surface};color:{t.text};border:1px solid {t.edge};border-radius:{px(8)}px;
  padding:{px(3)}px {px(10)}px;selection-background-color:{t.accent};selection-color:{t.on_accent}}}
QLineEdit,QAbstractSpinBox,QComboBox{{min-height:{px(44) - 2 * px(3) - 2}px}}
{focused}{{border:3px solid {t.accent};padding:{max(px(3) - 2, 0)}px {px(10) - 2}px}}
QLineEdit[wrong="true"]{{border:2px solid {t.emergency_text};padding:{px(3) - 1}px {px(10) - 1}px}}
QLineEdit[wrong="true"]:focus{{border:3px solid {t.emergency_text};padding:{max(px(3) - 2, 0)}px {px(10) - 2}px}}
.QPushButton{{background:{t.surface};color:{t.text};border:1px solid {t.line};border-radius:{px(10)}px;
  padding:0 {px(20)}px;min-height:{px(44) - 2}px;font-weight:bold}}
.QPushButton:focus{{border:3px solid {t.accent};padding:0 {px(20) - 2}px;min-height:{px(44) - 6}px}}
.QPushButton:hover{{background:{t.accent_soft}}}
.QPushButton:disabled{{color:{t.quiet};background:{t.window}}}
QAbstractSpinBox QLineEdit,QComboBox QLineEdit,QAbstractSpinBox QLineEdit:focus,QComboBox QLineEdit:focus{{
  border:0;padding:0;min-height:0;background:transparent}}
QAbstractSpinBox QLineEdit,QAbstractSpinBox QLineEdit:focus{{padding-left:{px(10)}px}}
QAbstractSpinBox::up-button,QAbstractSpinBox::down-button{{width:0;border:0}}
QComboBox::drop-down{{border:0;width:{px(36)}px}}
QComboBox::down-arrow{{image:url("{_drawing("down", t)}");width:{px(20)}px;height:{px(20)}px}}
.QCheckBox,.QRadioButton{{spacing:{px(10)}px;min-height:{px(44) - 6}px;border:3px solid transparent;
  border-radius:{px(8)}px;padding:0 {px(4)}px}}
.QCheckBox:focus,.QRadioButton:focus{{border-color:{t.accent}}}
.QCheckBox::indicator,.QRadioButton::indicator{{width:{px(20)}px;height:{px(20)}px;border:2px solid {t.edge};
  border-radius:{px(5)}px;background:{t.surface}}}
.QCheckBox::indicator:checked{{background:{t.accent};border-color:{t.accent};image:url("{_drawing("tick", t)}")}}
.QRadioButton::indicator{{border-radius:{px(20) // 2 + 2}px}}
.QRadioButton::indicator:checked{{border:{px(7)}px solid {t.accent};width:{px(20) + 4 - 2 * px(7)}px;
  height:{px(20) + 4 - 2 * px(7)}px}}
QComboBox QAbstractItemView::item{{min-height:{px(44)}px}}
QToolTip{{background:{t.surface};color:{t.text};border:1px solid {t.edge};padding:{px(6)}px}}
QScrollArea{{border:0}}
QScrollBar:vertical{{background:transparent;width:{px(14)}px;margin:0}}
QScrollBar::handle:vertical{{background:{t.edge};border-radius:{px(4)}px;min-height:{px(44)}px;margin:{px(3)}px}}
QScrollBar::add-line,QScrollBar::sub-line{{height:0;width:0}}
QScrollBar::add-page,QScrollBar::sub-page{{background:transparent}}
"""


def _drawing(name: str, theme: Theme) -> str:
    """Return a drawing that a stylesheet shows; it cannot recolour one, so there is a file for each theme."""
    return asset("icons", f"{name}-{'dark' if theme.is_dark else 'light'}.svg").as_posix()


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _mix(a: str, b: str, share: float) -> str:
    pairs = [(int(a[at : at + 2], 16), int(b[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(x + (y - x) * share):02X}" for x, y in pairs)
