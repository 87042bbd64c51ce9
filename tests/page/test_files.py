"""The page's own files: small, and complete without the network."""

import re

from tests.scanning import ROOT, paths

PAGE = ROOT / "sandbox" / "page"
# How many files of each kind there are at least.
LEAST = {"js": 40, "css": 7, "html": 1, "svg": 1}
LONGEST_FILE = 400
NOT_AN_ADDRESS = ("http://www.w3.org/2000/svg",)


def files(*kinds: str) -> dict[str, str]:
    found = [path for kind in kinds for path in paths("sandbox/page", f"*.{kind}", LEAST[kind])]
    return {str(path.relative_to(PAGE)): path.read_text(encoding="utf-8") for path in found}


def test_no_module_needs_a_map() -> None:
    """A module is found by what one looks for, and can be read in one go."""
    lengths = {name: len(text.splitlines()) for name, text in files("js").items()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_nothing_comes_from_the_network() -> None:
    """Every script, style and picture of the page is served by the sandbox itself."""
    named = [
        (name, address)
        for name, text in files("html", "css", "js", "svg").items()
        for address in re.findall(r"""(?:src|href|url|import|from)\W{0,3}(https?://[^"'\s)]+)""", text)
    ]
    assert [one for one in named if one[1] not in NOT_AN_ADDRESS] == []


def test_no_text_is_ever_read_as_markup() -> None:
    """There is no way from a message's words to elements."""
    ways = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|eval\("
    )
    assert [name for name, text in files("js").items() if ways.search(text)] == []
