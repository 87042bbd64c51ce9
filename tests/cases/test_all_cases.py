"""The cases the product must get right, all of them."""

import re

from tests.scanning import paths

# Of those tried on the first release, up to the last one, each is named once its test is there.
CASES, LAST = 32, 50
NAMED = re.compile(r"^(?:async )?def test_case_(\d+)_", re.MULTILINE)


def test_every_case_of_the_field_has_a_test_that_bears_its_name() -> None:
    """A test's name begins with the number of its case and goes on with its words."""
    files = paths("tests", "test_*.py", 110)
    named = {int(number) for path in files for number in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert set(range(1, CASES + 1)) <= named <= set(range(1, LAST + 1))
