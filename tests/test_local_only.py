"""Nothing of the program can reach a network: no module for it is imported, and no text or picture loads anything."""

import ast
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "itb_companion"
MODULES = sorted(PACKAGE.rglob("*.py"))
ASSETS = sorted(path for path in (ROOT / "assets").rglob("*") if path.is_file())
OF_THE_NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib", "requests", "selectors", "smtplib",
    "socket", "socketserver", "ssl", "telnetlib", "urllib", "urllib3", "webbrowser", "xmlrpc",
}  # fmt: skip
OF_QT = re.compile(r"PySide6\.(QtNetwork|QtWeb\w+|QtHttpServer|QtGrpc|QtRemoteObjects|QtBluetooth|QtNfc|QtLocation)")
OPENERS = {"QDesktopServices", "QUrl", "QNetworkAccessManager", "QTcpSocket", "QTcpServer", "QUdpSocket", "QSslSocket"}
ALLOWED_IMPORTS = {
    "itb_companion/desktop/message_bus.py": {"socket", "urllib.parse.unquote_to_bytes"},  # is the bus alive
    "itb_companion/desktop/doorbell_unix.py": {"socket"},  # a second start rings at the first
    "itb_companion/desktop/doorbell_windows.py": {"PySide6.QtNetwork.QLocalServer", "PySide6.QtNetwork.QLocalSocket"},
}
NAMES_OF_SCHEMAS = {"https://json-schema.org/draft/2020-12/schema"}
"""Names that look like addresses; nobody opens them."""


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield everything that a module imports, in full: `a.b` or `a.b.c` for `from a.b import c`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def of_the_network(source: str) -> set[str]:
    """Return what a source imports that could reach a network."""
    found = set(imported(ast.parse(source)))
    return {name for name in found if name.split(".")[0] in OF_THE_NETWORK or OF_QT.match(name)}


def texts(source: str) -> Iterator[str]:
    """Yield every text of a source that the program itself works with: no comment, and no docstring."""
    tree = ast.parse(source)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def addresses(source: str) -> list[str]:
    """Return the addresses in the texts of a source."""
    return [text for text in texts(source) if re.search(r"(https?|ftp|wss?)://|\bwww\.", text)]


def test_no_module_imports_anything_of_the_network_nor_names_an_address():
    found = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in MODULES}

    assert {name: wrong for name, source in found.items() if (wrong := of_the_network(source))} == ALLOWED_IMPORTS
    assert {each for source in found.values() for each in addresses(source)} <= NAMES_OF_SCHEMAS
    assert [name for name, source in found.items() if re.search(rf"\b({'|'.join(OPENERS)})\b", source)] == []


@pytest.mark.parametrize("name", ["message_bus", "doorbell_unix"])
def test_who_uses_sockets_makes_local_ones_only(name: str):
    tree = ast.parse((PACKAGE / "desktop" / f"{name}.py").read_text(encoding="utf-8"))
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "socket"]
    made = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "socket.socket"]

    assert {node.attr for node in used} <= {"socket", "AF_UNIX", "SOCK_STREAM"}
    assert made
    assert all(ast.unparse(call.args[0]) == "socket.AF_UNIX" for call in made)


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "from http.client import HTTPSConnection",
        "import urllib.request",
        "from PySide6.QtNetwork import QTcpSocket",
        "def f():\n    import requests",
    ],
)
def test_such_an_import_is_seen_wherever_it_stands(source: str):
    assert of_the_network(source)


def test_an_address_is_seen_and_one_in_a_comment_is_none():
    assert addresses("logo = 'http://example.org/logo.png'") == ["http://example.org/logo.png"]
    assert addresses('"""See https://example.org."""\nx = 1  # https://example.org\n') == []


@pytest.mark.parametrize("path", [p for p in ASSETS if p.suffix == ".svg"], ids=lambda path: path.stem)
def test_a_picture_loads_nothing(path: Path):
    for element in ET.parse(path).iter():
        assert element.tag.rpartition("}")[2] not in {"image", "script", "style", "foreignObject", "use", "a"}
        for name, given in element.attrib.items():
            assert not name.endswith("href")
            assert "url(" not in given.replace("url(#", "")
            assert "//" not in given


def test_no_asset_is_of_a_kind_that_could_load_something_unseen():
    kinds = {path.suffix for path in ASSETS if "__pycache__" not in path.parts}

    assert kinds <= {".svg", ".toml", ".wav", ".py", ".desktop"}
    entry = (ROOT / "assets" / "desktop" / "itb-companion.desktop").read_text(encoding="utf-8")
    assert "://" not in entry


def test_style_sheets_load_only_drawings_of_the_program():
    from itb_companion.resources import asset
    from itb_companion.ui import theme
    from itb_companion.ui.stylesheet import stylesheet

    for look in (theme.Look(theme.Theme.light()), theme.Look(theme.Theme.dark(), 2.0)):
        loaded = re.findall(r'url\("?([^")]+)"?\)', stylesheet(look))

        assert loaded
        assert all(Path(each).resolve().is_relative_to(Path(str(asset("icons"))).resolve()) for each in loaded)
        assert "@import" not in stylesheet(look)
