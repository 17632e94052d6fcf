"""Colours can be read, sizes follow the text, and icons take their colour."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPalette

from itb_companion.resources import assets_dir
from itb_companion.ui import icons, theme
from itb_companion.ui.theme import Look, Theme, contrast
from tests.ui.stage import Stage

THEMES = pytest.mark.parametrize("worn", [Theme.light(), Theme.dark()], ids=["light", "dark"])


def pairs(worn: Theme) -> dict[str, tuple[str, str]]:
    grounds = {"window": worn.window, "surface": worn.surface}
    inks = {name: getattr(worn, name) for name in ("text", "quiet", "accent", "emergency_text", "urgent", "in_order")}
    found = {f"{ink} on {ground}": (inks[ink], grounds[ground]) for ink in inks for ground in grounds}
    return found | {
        "on accent": (worn.on_accent, worn.accent),
        "on urgent": (worn.on_urgent, worn.urgent),
        "accent on soft": (worn.on_accent_soft, worn.accent_soft),
        "text on accent soft": (worn.text, worn.accent_soft),
        "text on urgent soft": (worn.text, worn.urgent_soft),
        "emergency on soft": (worn.emergency_text, worn.emergency_soft),
        "urgent on soft": (worn.urgent, worn.urgent_soft),
        "in order on soft": (worn.in_order, worn.in_order_soft),
    }


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@THEMES
def test_every_text_pair_reaches_seven_to_one(worn):
    weak = {name: round(contrast(*pair), 2) for name, pair in pairs(worn).items() if contrast(*pair) < 7}

    assert weak == {}


def test_white_on_red_reaches_seven_by_day_and_the_level_of_large_type_by_night():
    assert contrast(Theme.light().on_emergency, Theme.light().emergency) >= 7
    assert contrast(Theme.dark().on_emergency, Theme.dark().emergency) >= 4.5


@THEMES
def test_what_can_be_typed_into_has_a_visible_edge(worn):
    assert contrast(worn.edge, worn.surface) >= 3
    assert contrast(worn.edge, worn.window) >= 3


def test_sizes_follow_the_text_scale():
    assert Look(Theme.light(), 1.0).px(44) == 44
    assert Look(Theme.light(), 1.5).px(44) == 66


@pytest.mark.parametrize("scale", [0.9, 2.1])
def test_a_text_scale_out_of_range_is_refused(scale):
    with pytest.raises(ValueError, match="text scale"):
        Look(Theme.light(), scale)


def test_applying_a_look_sets_font_colours_and_the_look_in_use(qapp, wear):
    worn = wear("dark", 1.5)

    assert theme.look() == worn
    assert qapp.font().pixelSize() == 24
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(Theme.dark().window)


def test_a_chosen_theme_does_not_ask_the_desktop(qapp):
    assert theme.theme_for(qapp, "dark").is_dark
    assert not theme.theme_for(qapp, "light").is_dark


@pytest.mark.parametrize("name", sorted(path.stem for path in assets_dir().glob("icons/*.svg")))
def test_every_icon_paints_something(qapp, name):
    image = icons.pixmap(name, "#0B5C63", 32).toImage()

    assert any(image.pixelColor(x, y).alpha() > 128 for x in range(32) for y in range(32))


def test_an_icon_takes_the_colour_of_its_role(qapp):
    image = icons.pixmap("plus", "#FF0000", 24).toImage()

    assert image.pixelColor(12, 12) == QColor("#FF0000")


def test_an_icon_is_painted_for_a_sharp_screen(qapp):
    assert icons.pixmap("check", "#000000", 20, 2.0).size() == QSize(40, 40)


def test_the_programs_icon_comes_in_every_size(qapp):
    assert icons.app_icon().availableSizes() == [QSize(size, size) for size in icons.APP_SIZES]


class Desktop:
    """The application as on a desktop that says this of its colours, and was given windows of this ground."""

    def __init__(self, app, scheme: Qt.ColorScheme, ground: str) -> None:
        self._app, self._scheme, self._ground = app, scheme, ground

    def __getattr__(self, name: str):
        return getattr(self._app, name)

    def palette(self) -> QPalette:
        return QPalette(QColor(self._ground))

    def styleHints(self) -> SimpleNamespace:
        return SimpleNamespace(colorScheme=lambda: self._scheme)


UNKNOWN, LIGHT, DARK = Qt.ColorScheme.Unknown, Qt.ColorScheme.Light, Qt.ColorScheme.Dark


@pytest.mark.parametrize(
    ("scheme", "ground", "begins_dark", "ends_dark"),
    [
        (UNKNOWN, "#EFEFEF", False, False),
        (UNKNOWN, "#202326", True, True),
        (LIGHT, "#EFEFEF", False, False),
        (DARK, "#202326", True, True),
        (DARK, "#EFEFEF", False, True),  # it says so and does not colour its windows so
        (LIGHT, "#202326", True, False),
    ],
)
def test_the_desktop_is_asked_by_its_colours_first_and_by_name_once_we_are_dressed(
    qapp, monkeypatch, scheme, ground, begins_dark, ends_dark
):
    desktop = Desktop(qapp, scheme, ground)
    monkeypatch.setattr(theme._Worn, "is_dressed", False)
    monkeypatch.setattr(theme._Worn, "began_dark", None)
    assert theme.theme_for(desktop, "system").is_dark is begins_dark

    monkeypatch.setattr(theme._Worn, "is_dressed", True)
    assert theme.theme_for(desktop, "system").is_dark is ends_dark
    assert not theme.theme_for(desktop, "light").is_dark


def test_the_program_turns_dark_once_the_desktop_says_so_by_name(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(theme._Worn, "began_dark", False)
    monkeypatch.setattr(theme._Worn, "is_dressed", True)  # whichever test came before; the program is by then
    with Stage(tmp_path / "data").begin().open() as stage:
        before = theme.look()
        stage.conductor.shown.wear_if_another(Desktop(qapp, DARK, "#EFEFEF"))
        turned = theme.look().theme.is_dark
        theme.apply(qapp, before)

    assert (before.theme.is_dark, turned) == (False, True)
