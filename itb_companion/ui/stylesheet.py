"""The one stylesheet that dresses every control, for a look."""

from typing import TYPE_CHECKING

from itb_companion.resources import asset

if TYPE_CHECKING:
    from itb_companion.ui.theme import Look, Theme


def stylesheet(new: "Look") -> str:
    """Return the stylesheet: no rule for every QWidget, because each match costs at start."""
    return _labels(new) + _surfaces(new) + _frames(new) + _controls(new)


def _labels(new: "Look") -> str:
    t, px = new.theme, new.px
    roles = {
        "title": (26, "bold", t.text),
        "heading": (17, "bold", t.text),
        "tile": (20, "bold", t.text),
        "strong": (16, "bold", t.text),
        "quiet": (15, "normal", t.quiet),
        "say": (17, "normal", t.text),
        "phone": (25, "bold", t.text),
        "phone-first": (33, "bold", t.text),
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


def _surfaces(new: "Look") -> str:
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
        for dress, (_, words) in t.pills.items()
    ]
    titles = (
        f'Card[dress="urgent"] QLabel[role="heading"]{{color:{t.urgent}}}'
        f'Card[dress="emergency"] QLabel[role="heading"]{{color:{t.emergency_text}}}'
    )
    return "\n".join([*cards, *banners, *pills, titles])


def _frames(new: "Look") -> str:
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


def _controls(new: "Look") -> str:
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


def _drawing(name: str, theme: "Theme") -> str:
    """Return a drawing that a stylesheet shows; it cannot recolour one, so there is a file for each theme."""
    return asset("icons", f"{name}-{'dark' if theme.is_dark else 'light'}.svg").as_posix()
