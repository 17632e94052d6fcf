"""The one module that knows where assets lie, installed or in a checkout."""

from functools import cache
from pathlib import Path


@cache
def assets_dir() -> Path:
    """Return the folder of the assets: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "assets"
    return inside if inside.is_dir() else package.parent / "assets"


def asset(*parts: str) -> Path:
    """Return the path of one asset, such as `asset("icons", "today.svg")`."""
    return assets_dir().joinpath(*parts)
