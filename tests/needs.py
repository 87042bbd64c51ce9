"""What some tests need of the machine, and what is said where it is missing."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def missing(reason: str) -> NoReturn:
    """Skip the test for `reason`; fail where nothing may be missing, that is with CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def find_browser() -> Path | None:
    """The browser named by the variable CHROMIUM and no other, or else the first one found."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in ((named,) if named else BROWSERS))
    return next((Path(path) for path in found if path), None)
