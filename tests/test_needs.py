"""What is said where the machine lacks something a test needs."""

import pytest

from tests.needs import find_browser, missing


def test_what_a_newcomer_lacks_is_skipped_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing browser does not stop anyone from running the other tests."""
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        missing("There is no browser.")


def test_what_a_check_lacks_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a change is taken nothing is left out in silence."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        missing("There is no browser.")


def test_a_browser_named_but_not_there_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever names a browser gets that one or none."""
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert find_browser() is None
