"""A plain reading of what people did: who said a no about which scene, whether it is closed, who confirmed what."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.proofs.plain_facts import Facts, Key, MatterRow
from tests.proofs.seen import Shown

NO = ("not_as_agreed", "call_me", "typed")
TAKEN_BACK = ("nothing_changes", "elsewhere")
# The acts by which coordination may close something, each in a window that shows what is open, and nothing else does.
CLOSING_ACTS = ("record_answer", "reopen_scene", "limit_scene", "plan_stands", "not_concerned_")
READS_TYPED_WORDS = ("record_answer", "plan_stands")


@dataclass
class No:
    """A no of a performer about a scene: everything that came in it, and the scenes it reaches by now."""

    person: int
    scene: int
    reach: set[int]
    said: list[str] = field(default_factory=list)
    newest: int = 0

    @property
    def taken_back(self) -> bool:
        """Whether it is of typed words alone, of which the performer said last that they change nothing."""
        return set(self.said) <= {"typed", *TAKEN_BACK} and self.said[-1] in TAKEN_BACK


@dataclass(frozen=True)
class Yes:
    """ "As agreed", about what stood in a message or was spoken of at a step."""

    shown: int
    terms: tuple[object, ...]


@dataclass(frozen=True)
class Act:
    """What somebody of the coordination did in a window, as it was shown to them; None: not in a window."""

    user: str
    name: str
    window: Shown | None

    @property
    def may_close(self) -> bool:
        """Whether it is one of the acts that close something."""
        return self.window is not None and self.name.startswith(CLOSING_ACTS)


@dataclass
class PlainReading:
    """What the histories' people said and did, and what must follow from it."""

    noes: list[No] = field(default_factory=list)
    yeses: dict[tuple[int, int, int], list[Yes]] = field(default_factory=dict)
    lapsed: dict[Key, int] = field(default_factory=dict)
    lapsed_day: dict[Key, int] = field(default_factory=dict)
    pages: dict[int, int] = field(default_factory=dict)
    partners: dict[Key, str] = field(default_factory=dict)

    # What is said.

    def say(self, step: int, person: int, scene: int, kind: str, *, kept: bool = True) -> None:
        """Something a performer said about a scene, or that was written down for them.

        `kept`: the bot made an answer of it. It need not where the same is said twice without anything between.
        """
        found = [no for no in self.noes if no.person == person and scene in no.reach]
        if not found and kind in NO:
            found = [No(person, scene, {scene})]
            self.noes += found
        for no in [no for no in found if kept or no.said[-1:] != [kind]]:
            no.said.append(kind)
            no.newest = step

    def confirm(self, person: int, scene: int, day: int, yes: Yes) -> None:
        """ "As agreed", tapped or spoken."""
        self.yeses.setdefault((person, scene, day), []).append(yes)

    def is_made_into(self, scene: int, made: Iterable[int], step: int) -> None:
        """A scene was split, combined or renumbered: what is open with it reaches what it became."""
        for no in self.noes:
            if scene in no.reach and not no.reach.issuperset(made):
                no.reach.update(made)
                no.newest = step

    # What is asked again.

    def ask_again(self, step: int, person: int, scene: int) -> None:
        """What a performer confirmed of a scene no longer counts."""
        self.lapsed[person, scene] = step

    def limit(self, step: int, person: int, scene: int, partners: str, there: Iterable[int]) -> None:
        """Limits were recorded: the performer confirms again, their partners where they read something else now."""
        self.ask_again(step, person, scene)
        if self.partners.get((person, scene), "") != partners:
            self.partners[person, scene] = partners
            for other in there:
                self.ask_again(step, other, scene)

    # What is closed.

    def follow(self, step: int, before: Facts, now: Facts, act: Act) -> None:
        """What the bot closed in this step must be closed by an act that had its newest thing before it."""
        for number, was in before.matters.items():
            row = now.matters.get(number)
            if row is None or was.closed:
                continue
            left = was.reach if row.closed else was.reach - row.reach
            if left:
                self.close(step, number, was, row, act, left)

    def close(self, step: int, number: int, was: MatterRow, row: MatterRow, act: Act, left: Iterable[int]) -> None:
        """One thing was closed, or left some scenes."""
        production, scene = next(iter(act.window.facts.scenes[one] for one in (was.scene,))) if act.window else (0, "")
        what = f"What is open between {was.person} and scene {scene or was.scene} was closed by {act.name}"
        assert act.may_close, f"{what}: that closes nothing"
        assert act.window is not None
        assert act.window.facts.coordinates(act.user, production), f"{what}, of nobody in the coordination"
        shown = act.window.facts.matters.get(number)
        own = 1 if act.name == "record_answer" else 0
        assert shown is not None, f"{what}, before it was there"
        assert row.events - shown.events <= own, f"{what}, which had not shown its newest thing"
        assert act.window.facts.names[was.person] in act.window.text, f"{what}, which did not say whose it is"
        self.forget(step, was, act, set(left))

    def forget(self, step: int, was: MatterRow, act: Act, left: set[int]) -> None:
        """What was open is not any more, in some scenes or in all."""
        assert act.window is not None
        for no in [no for no in self.noes if no.person == was.person and no.reach & left]:
            # What came in the act itself was said by whoever acts.
            assert no.newest <= act.window.step or (act.name == "record_answer" and no.newest == step), (
                f"{act.name}, shown at {act.window.step}, closed {no} of {was} left {left}"
            )
            no.reach -= left
            stands = act.name in READS_TYPED_WORDS and no.taken_back
            if not stands and not act.name.startswith("not_concerned_"):
                for scene in left:
                    self.ask_again(step, was.person, scene)
        self.noes = [no for no in self.noes if no.reach]

    # What must hold.

    def tidy(self, facts: Facts) -> None:
        """Erased scenes are nobody's; a confirmation ends when its scene or performer leaves the day."""
        for no in self.noes:
            no.reach &= set(facts.scenes)
        self.noes = [no for no in self.noes if no.reach]
        for person, scene, day in list(self.yeses):
            if person not in facts.board.get((scene, day), ()):
                del self.yeses[person, scene, day]

    def open_with(self, scene: int) -> list[No]:
        """What is open with a scene, of anybody."""
        return [no for no in self.noes if scene in no.reach]

    def confirmed(self, person: int, scene: int, day: int, facts: Facts) -> bool:
        """Whether a performer said "as agreed" about what holds now, after everything that was closed."""
        since = max(self.lapsed.get((person, scene), 0), self.lapsed_day.get((scene, day), 0), self.pages.get(scene, 0))
        terms = facts.terms(person, scene)
        said = self.yeses.get((person, scene, day), [])
        return any(yes.shown >= since and yes.terms == terms for yes in said)

    def may_be_ready(self, scene: int, day: int, facts: Facts) -> None:
        """The AD reads that a scene goes ahead: nothing may be open, and everybody must have said so."""
        name = facts.scenes[scene]
        assert not self.open_with(scene), f"Ready past what is open: {name}, {self.open_with(scene)}"
        there = facts.board.get((scene, day), frozenset())
        assert there, f"Ready without anybody: {name}"
        for person in there:
            assert self.confirmed(person, scene, day, facts), (
                f"Ready, but {facts.names[person]} has not confirmed {name}"
            )
