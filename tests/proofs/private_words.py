"""A unique word for everything that is typed anywhere, and who may read it: written down here, asked of nobody."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from tests.proofs.plain_facts import COORDINATOR, FIRST_AD, PERFORMER, Facts

WORD = re.compile(r"kestrel\d+rafter")


class Belongs(StrEnum):
    """What a typed text is."""

    PRIVATE = "private"
    LIMITS = "limits"
    PARTNERS = "partners"
    RIDER = "rider"
    SCENE = "scene"
    HOLD = "hold"
    ANYBODY = "anybody"


# What is typed into which window. A window that is missing here fails the proof: say who may read it.
WINDOWS: dict[str, Belongs | dict[str, Belongs]] = {
    "change_words": {"words": Belongs.PRIVATE},
    "limit_scene": {"limits": Belongs.LIMITS, "partners": Belongs.PARTNERS},
    "hold_words": {"reason": Belongs.HOLD},
    "rider": Belongs.RIDER,
    "scene_about": Belongs.SCENE,
    "settings": Belongs.ANYBODY,
}


def kind_of(callback: str, name: str) -> Belongs:
    """What a text typed into a field of a window is."""
    found = WINDOWS[callback]
    return found if isinstance(found, Belongs) else found[name]


@dataclass
class Text:
    """One typed text: what it is, whose, and in which productions it may be read."""

    kind: Belongs
    person: int
    productions: set[int]
    key: str = ""


@dataclass
class PrivateWords:
    """Every word handed out, and where it may turn up."""

    texts: dict[str, Text] = field(default_factory=dict)

    def word(self, text: Text) -> str:
        """A word nobody has ever typed."""
        made = f"kestrel{len(self.texts):05d}rafter"
        self.texts[made] = text
        return made

    def is_about(self, key: str, production: int) -> None:
        """The performer says which production typed words are about; the first time they say so counts."""
        for text in self.texts.values():
            if text.key == key and len(text.productions) > 1 and production in text.productions:
                text.productions = {production}

    def read_without_right(self, shown: str, user: str, facts: Facts) -> list[str]:
        """The words in what somebody was shown that they had no right to."""
        found = sorted(set(WORD.findall(shown)))
        return [word for word in found if not self.may_read(self.texts[word], user, facts)]

    def may_read(self, text: Text, user: str, facts: Facts) -> bool:
        """Whether somebody has a right to a text."""
        own = facts.users.get(user) == text.person
        return any(may_read_in(text.kind, user, number, facts, own=own) for number in text.productions)


def may_read_in(kind: Belongs, user: str, production: int, facts: Facts, *, own: bool) -> bool:
    """Whether somebody has a right to a kind of text of a production. `own`: it is theirs, or about them."""
    held = facts.holds(user, production)
    coordination = facts.coordinates(user, production)
    return {
        Belongs.PRIVATE: own or COORDINATOR in held or (coordination and facts.deputy_alone(production)),
        Belongs.LIMITS: own or coordination,
        Belongs.PARTNERS: coordination or PERFORMER in held,
        Belongs.RIDER: own or coordination or FIRST_AD in held,
        Belongs.SCENE: coordination or FIRST_AD in held or PERFORMER in held,
        Belongs.HOLD: COORDINATOR in held,
        Belongs.ANYBODY: bool(held),
    }[kind]
