"""Numbers that people, files and payloads bring as text: read here and nowhere else."""

# What a column of the databases holds; no id of ours is larger.
LARGEST = 2**31 - 1


def whole_number(text: str) -> int | None:
    """The number that plain digits write; None for anything else, and for what no column holds.

    Other figures that count as digits, such as "²" or "٣", write no number here: Slack and the bot never send them.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))):
        return None
    number = int(text)
    return number if number <= LARGEST else None


def id_in(text: str) -> int:
    """The id that a text carries; 0, which nothing has, where it carries none."""
    return whole_number(text) or 0
