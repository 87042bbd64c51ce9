"""The rules once more, slow and obvious: a list of everything that ever happened, read from the beginning each time.

Written from the rules as people say them, without a look at the bot's code, so that it cannot share a mistake with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

READY, WAITING, COORDINATOR, REVISED = "ready", "waiting", "with_coordinator", "revised"
REPLANS = ("limits", "pages", "terms")
Place = tuple[str, str]


@dataclass(frozen=True)
class Event:
    """Something that happened. What does not apply stays empty."""

    what: str
    at: datetime
    scene: str = ""
    day: str = ""
    who: str = ""
    cast: tuple[str, ...] = ()
    how: str = ""
    moment: datetime | None = None
    yes: bool = False
    waived: bool = False
    places: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Plain:
    """One production as a plain list of events."""

    notice: timedelta = timedelta(hours=48)
    events: list[Event] = field(default_factory=list)

    # The board.

    def cast_ids(self, scene: str, day: str, upto: int | None = None) -> tuple[str, ...] | None:
        """Who is called for a scene on a day; None when it is not there, cut, or not intimate."""
        ids: tuple[str, ...] | None = None
        cut = False
        intimate = True
        for event in self.events[:upto]:
            if event.scene != scene:
                continue
            if event.what in ("planned", "left") and event.day == day:
                ids = event.cast if event.what == "planned" else None
            cut = {"cut": True, "restored": False}.get(event.what, cut)
            intimate = {"intimate": True, "not_intimate": False}.get(event.what, intimate)
        return None if cut or not intimate else ids

    def player(self, cast_id: str, upto: int | None = None) -> str:
        """Who plays a number; nobody: an empty name."""
        return last([event.who for event in self.events[:upto] if event.what == "plays" and event.how == cast_id], "")

    def performers(self, scene: str, day: str, upto: int | None = None) -> set[str]:
        """The known people in a scene on a day."""
        return {self.player(cast_id, upto) for cast_id in self.cast_ids(scene, day, upto) or ()} - {""}

    def is_under_18(self, who: str, upto: int | None = None) -> bool:
        """Whether somebody is on record as under 18."""
        return any([event.yes for event in self.events[:upto] if event.what == "age" and event.who == who][-1:])

    def asked(self, scene: str, day: str, upto: int | None = None) -> set[str]:
        """Who may be asked about a scene on a day: nobody, where somebody in it is under 18."""
        people = self.performers(scene, day, upto)
        return set() if any(self.is_under_18(who, upto) for who in people) else people

    def call(self, day: str, who: str = "") -> datetime:
        """When somebody reports: their own call, else the unit's."""
        unit = [event.moment for event in self.events if event.what == "call" and event.day == day and not event.who]
        own = [event.moment for event in self.events if event.what == "call" and event.day == day and event.who == who]
        found = (own if who and own else unit)[-1]
        assert found is not None
        return found

    def is_over(self, what: str, scene: str, day: str) -> bool:
        """Whether a day has wrapped, or a scene was filmed on it."""
        said = [e.what for e in self.events if e.day == day and e.scene == scene and e.what in (what, f"not_{what}")]
        return last(said, "") == what

    # What holds.

    def rider_holds(self, scene: str, day: str, who: str) -> bool:
        """The newest rider is in force, and was sent early enough or its notice waived."""
        rider: Event | None = None
        for event in self.events:
            if event.what == "rider" and (event.scene, event.who) == (scene, who):
                rider = event
        if rider is None or not rider.yes:
            return False
        assert rider.moment is not None
        return rider.waived or rider.moment + self.notice <= self.call(day, who)

    def somebody_on_duty(self, now: datetime) -> bool:
        """A coordinator or deputy answers for the production."""
        until: dict[str, datetime | None] = {}
        for event in self.events:
            if event.what == "duty_on":
                until[event.who] = event.moment
            if event.what == "duty_off":
                until.pop(event.who, None)
        return any(end is None or end > now for end in until.values())

    def heard(self, scene: str) -> set[str]:
        """Everybody who ever said or typed something about a scene, still in it or not."""
        said = {event.who for event in self.events if event.what == "says" and event.scene == scene}
        return said | {place[2] for event in self.events for place in event.places or () if place[0] == scene}

    def asks_again(self, scene: str, day: str, who: str) -> Iterator[tuple[int, str]]:
        """Why a performer's confirmation of a scene on a day ended: the place in the list, and the kind."""
        there = False
        for number, event in enumerate(self.events):
            now_there = who in self.asked(scene, day, number + 1)
            if now_there and not there:
                yield number, "day"
            there = now_there
            concerned = event.scene == scene and event.day in ("", day) and event.who in ("", who)
            if event.what == "revised" and concerned:
                yield number, event.how
            if event.what == "closed" and (event.scene, event.who) == (scene, who):
                yield number, "closed"
            if event.what == "rider" and event.how == "new" and (event.scene, event.who) == (scene, who):
                yield number, "rider"
            if event.what == "away" and (scene, day, who) in event.places:
                yield number, "outage"

    def confirmed(self, scene: str, day: str, who: str) -> bool:
        """Their last word on this day was "as agreed", about what still holds."""
        ended = max([number for number, _ in self.asks_again(scene, day, who)], default=-1)
        word = False
        for number, event in enumerate(self.events):
            if event.what == "says" and (event.scene, event.day, event.who) == (scene, day, who):
                word = event.how == "as_agreed" and event.yes and number > ended
        return word

    def needs_coordinator(self, scene: str, who: str) -> bool:
        """A change, or typed words, that the coordination has not closed, on whatever day it was said."""
        is_open = False
        for event in self.events:
            about_them = (event.scene, event.who) == (scene, who)
            if event.what == "says" and about_them and event.how in ("not_as_agreed", "call_me"):
                is_open = True
            if event.what == "typed" and any((place[0], place[2]) == (scene, who) for place in event.places):
                is_open = True
            if event.what == "closed" and about_them:
                is_open = False
        return is_open

    def stance(self, scene: str, day: str, who: str) -> str:
        """Where a performer stands; asked or not asked yet is the same open question."""
        if self.needs_coordinator(scene, who):
            return COORDINATOR
        return "confirmed" if self.confirmed(scene, day, who) else "open"

    def word(self, scene: str, day: str, now: datetime) -> str:
        """The AD's word."""
        people = self.performers(scene, day)
        ids = self.cast_ids(scene, day) or ()
        sure = (
            bool(self.asked(scene, day)) and all(self.player(cast_id) for cast_id in ids) and self.somebody_on_duty(now)
        )
        everyone = all(self.confirmed(scene, day, who) for who in people)
        nobody_minds = not any(self.needs_coordinator(scene, who) for who in self.heard(scene))
        covered = all(self.rider_holds(scene, day, who) for who in people)
        reasons = {kind for who in people for _, kind in self.asks_again(scene, day, who)}
        replanned = bool(reasons & set(REPLANS))
        if not sure or not nobody_minds:
            return COORDINATOR
        if everyone:
            return COORDINATOR if not covered else REVISED if replanned else READY
        return COORDINATOR if replanned or now >= self.call(day) else WAITING


def last(found: list[str], otherwise: str) -> str:
    """The newest of several, or something else."""
    return found[-1] if found else otherwise
