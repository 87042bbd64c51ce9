"""What is open between a performer and a scene until coordination closes it. Pure: no clock, database or Slack."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class MatterEventKind(StrEnum):
    """What came in a matter: what the performer said, as AnswerKind calls it, and what touched it from outside."""

    AS_AGREED = "as_agreed"
    NOT_AS_AGREED = "not_as_agreed"
    CALL_ME = "call_me"
    TYPED = "typed"
    NOTHING_CHANGES = "nothing_changes"
    PLAN = "plan"
    ACCOUNT = "account"


class Closing(StrEnum):
    """How coordination closed a matter. SPOKEN_UNREAD: by a deputy who spoke with them and has not read their words."""

    SPOKEN = "spoken"
    ASKED_AGAIN = "asked_again"
    LIMITS = "limits"
    PLAN_STANDS = "plan_stands"
    SPOKEN_UNREAD = "spoken_unread"
    NOT_CONCERNED = "not_concerned"


class Covers(StrEnum):
    """How far an act of the coordination goes: the scene and day it is about alone, or everything its window named."""

    THIS = "this"
    ALL = "all"


OPENING = (MatterEventKind.NOT_AS_AGREED, MatterEventKind.CALL_ME, MatterEventKind.TYPED)
# What was agreed is not confirmed by these; an earlier confirmation counts again where the words were taken back.
WORDS_ANSWERED = (Closing.PLAN_STANDS, Closing.SPOKEN_UNREAD)
# The performer says of typed words that they change nothing.
TAKEN_BACK = (MatterEventKind.NOTHING_CHANGES,)
TOUCHES = (MatterEventKind.PLAN, MatterEventKind.ACCOUNT)


def is_words_alone(kinds: Sequence[MatterEventKind]) -> bool:
    """Whether nothing but typed words opened a matter: then one look of the coordination may close it."""
    said = {kind for kind in kinds if kind in OPENING}
    return said == {MatterEventKind.TYPED}


def is_taken_back(kinds: Sequence[MatterEventKind]) -> bool:
    """Whether a matter is of typed words alone, and the performer's last word was that they change nothing.

    Only then an earlier confirmation counts again once coordination has read them.
    """
    said = [kind for kind in kinds if kind not in TOUCHES]
    return is_words_alone(kinds) and set(said) <= {MatterEventKind.TYPED, *TAKEN_BACK} and said[-1] in TAKEN_BACK


@dataclass(frozen=True)
class Shown:
    """What somebody had before them when they acted: the revision in force, and the newest event of each open matter.

    A window carries it as text and hands it back. What differs from it by then has come since the window opened.
    `also`: the other check-ins that were named in it, which the same act may answer, each with its revision in force.
    """

    revision: int = 0
    matters: tuple[tuple[int, int], ...] = ()
    also: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        parts = [str(self.revision), pairs_text(self.matters), *([pairs_text(self.also)] if self.also else [])]
        return ";".join(parts)


NUMBER = "[0-9]{1,10}"
PAIRS = rf"{NUMBER}\.{NUMBER}(,{NUMBER}\.{NUMBER})*"


def pairs_text(pairs: tuple[tuple[int, int], ...]) -> str:
    """Pairs of numbers as a window carries them."""
    return ",".join(f"{number}.{newest}" for number, newest in pairs)


def pairs_in(text: str) -> tuple[tuple[int, int], ...]:
    """The same, read back."""
    return tuple((int(number), int(newest)) for number, newest in (one.split(".") for one in text.split(",") if one))


def shown_in(text: str) -> Shown | None:
    """What a window carried; None where it is nothing of the kind."""
    if not re.fullmatch(rf"{NUMBER};({PAIRS})?(;{PAIRS})?", text):
        return None
    revision, rest, also, *_ = [*text.split(";"), ""]
    return Shown(int(revision), pairs_in(rest), pairs_in(also))
