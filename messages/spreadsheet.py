"""Tables that are handed out for spreadsheets: the one place that writes them, no formula among them."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

# What a program takes for a formula, where a cell begins, or would begin if another mark than the comma divided them.
# Source: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(r"(?:^|(?<=[;,|\t\r\n]))(?=\s*[=+\-@＝＋－＠])|^(?=[\t\r])")


def defused(cell: str) -> str:
    """A cell as text: the apostrophe is what spreadsheets themselves write before it."""
    return _FORMULA.sub("'", cell)


def csv_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Rows by the names of their columns, as CSV; what a row does not have is empty."""
    table = StringIO()
    writer = csv.DictWriter(table, columns, restval="")
    writer.writeheader()
    writer.writerows({name: defused(cell) for name, cell in row.items()} for row in rows)
    return table.getvalue()
