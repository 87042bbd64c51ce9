"""What a random history is made of: each thing people can do, done in the house and noted in the plain list."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product

from sqlmodel import select

from bot.answers.recording import Said, answer
from bot.checkins.asking import OPEN
from bot.checkins.consequences import follow, hurry_all
from bot.domain.refusals import BoardUnfit
from bot.domain.standing import AnswerKind, RevisionKind, Source
from bot.duty import begin_duty, end_duty
from bot.facts import Part, open_revision, parts_of_day, standing_of, word_of
from bot.people import find_actor
from bot.productions import name_cast
from bot.schedule.cast import record_age
from bot.schedule.editing import (
    cut_scene,
    mark_filmed,
    mark_intimacy,
    move_scene,
    restore_scene,
    set_call,
    unmark_filmed,
)
from bot.schedule.wrap import wrap_day
from bot.terms.versions import Change, revise
from bot.transaction import Transaction
from handlers.replies import NOTHING
from storage import answers, check_ins, scenes, shoot_days, terms
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.scenes import Intimacy
from tests.in_process_bot import InProcessBot
from tests.proofs.agreeing import close, said_how, said_words
from tests.proofs.office import CAST, SCENES, Office, open_office, plan, sign
from tests.proofs.plain import Event, Plain


@dataclass(frozen=True)
class Button:
    """ "As agreed" and its neighbours, as they stand in somebody's conversation: about which terms."""

    who: str
    check_in: int
    shown: int
    scene: str
    day: str
    asked_again: int


class Life:
    """A production's life, twice: in the bot, and as a plain list of what happened."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.in_process = office.in_process
        self.plain = Plain()
        self.buttons: list[Button] = []
        self.typed: dict[str, list[str]] = {}
        self.read_by_partners: dict[tuple[str, str], str] = {}
        self.read = 0
        self.names = {number: name for name, number in office.people.items()}
        self.scenes = {number: name for name, number in office.scenes.items()}
        self.days = {number: label for label, number in office.days.items()}

    @classmethod
    async def begin(cls, in_process: InProcessBot, zone: str) -> "Life":
        """The production with its first plan, riders in for some."""
        life = cls(await open_office(in_process, zone, grid_minutes=30))
        life.note("duty_on", who="mia")
        for cast_id, who in CAST.items():
            life.note("plays", how=cast_id, who=who)
        for label in life.office.days:
            life.note("call", day=label, moment=life.office.call(label))
        await life.plan("42", "11")
        await life.plan("43", "12")
        await life.sign("42", "ola")
        await life.sign("42", "jan")
        return life

    def note(self, what: str, **facts: object) -> None:
        """Write down that something happened."""
        self.plain.events.append(replace(Event(what, self.in_process.clock.now()), **facts))  # type: ignore[arg-type]

    async def settle(self) -> None:
        """Let everything that follows happen, and collect the buttons people have now."""
        await self.in_process.rest()
        for heard in self.in_process.heard[self.read :]:
            for action, value in heard.buttons():
                if action == "answer_as_agreed":
                    number, _, shown = value.partition(":")
                    self.buttons.append(await self.button(int(number), shown))
        self.read = len(self.in_process.heard)

    async def button(self, number: int, value: str) -> Button:
        """A button, by the names the plain list uses."""
        row = await self.row(number)
        async with self.in_process.transaction() as transaction:
            shown = open_revision(transaction, row, value)
        who, about, day = self.names[row.person_id], self.scenes[row.scene_id], self.days[row.shoot_day_id]
        return Button(who, number, shown, about, day, self.asked(about, day, who))

    def asked(self, about: str, day: str, who: str) -> int:
        """How often a confirmation has ended so far."""
        return len(list(self.plain.asks_again(about, day, who)))

    async def row(self, number: int) -> CheckIn:
        """A check-in as it is stored."""
        found = await check_ins.find(self.in_process.session, number)
        assert found is not None
        return found

    # The board.

    async def plan(self, about: str, label: str) -> None:
        """A scene comes onto a day where it is not."""
        if self.plain.is_over("wrapped", "", label) or self.on_board(about, label):
            return
        self.note("planned", scene=about, day=label, cast=SCENES[about])
        await plan(self.office, about, label, SCENES[about])

    def on_board(self, about: str, label: str) -> bool:
        """Whether a scene has a strip on a day, cut or not."""
        said = [e.what for e in self.plain.events if (e.scene, e.day) == (about, label)]
        return [what for what in said if what in ("planned", "left")][-1:] == ["planned"]

    async def move(self, about: str, start: str, to: str) -> None:
        """A scene goes to another day."""
        with suppress(BoardUnfit):
            async with self.in_process.transaction() as transaction:
                production, row = await self.office.production(transaction), await self.office.scene(transaction, about)
                await move_scene(
                    transaction,
                    production,
                    row,
                    await self.office.day(transaction, start),
                    await self.office.day(transaction, to),
                )
            cast = self.plain.cast_ids(about, start) or SCENES[about]
            self.note("planned", scene=about, day=to, cast=cast)
            self.note("left", scene=about, day=start)

    async def cut(self, about: str) -> None:
        """A scene is cut."""
        with suppress(BoardUnfit):
            async with self.in_process.transaction() as transaction:
                by = await find_actor(transaction, "U0ADA")
                assert by is not None
                await cut_scene(
                    transaction,
                    await self.office.production(transaction),
                    await self.office.scene(transaction, about),
                    by,
                )
            self.note("cut", scene=about)

    async def restore(self, about: str) -> None:
        """A scene that was cut is back."""
        with suppress(BoardUnfit):
            async with self.in_process.transaction() as transaction:
                await restore_scene(
                    transaction, await self.office.production(transaction), await self.office.scene(transaction, about)
                )
            self.note("restored", scene=about)

    async def mark(self, about: str, *, intimate: bool) -> None:
        """The coordinator says whether a scene is intimate."""
        async with self.in_process.transaction() as transaction:
            kind = Intimacy.CONFIRMED if intimate else Intimacy.NOT_INTIMATE
            await mark_intimacy(
                transaction,
                await self.office.production(transaction),
                [await self.office.scene(transaction, about)],
                kind,
            )
        self.note("intimate" if intimate else "not_intimate", scene=about)

    async def recast(self, cast_id: str, who: str) -> None:
        """Somebody else plays a number."""
        async with self.in_process.transaction() as transaction:
            production = await self.office.production(transaction)
            await name_cast(transaction, production, cast_id, await self.office.person(transaction, who))
            await follow(transaction, production)
        self.note("plays", how=cast_id, who=who)

    async def age(self, who: str, *, under_18: bool) -> None:
        """Somebody is on record as under 18, or no longer; while nothing is filmed, which would stay as it was."""
        if any(self.plain.is_over("filmed", about, label) for about in SCENES for label in self.office.days):
            return
        async with self.in_process.transaction() as transaction:
            production = await self.office.production(transaction)
            await record_age(transaction, production, await self.office.person(transaction, who), under_18, None)
            await follow(transaction, production)
        self.note("age", who=who, yes=under_18)

    async def call(self, label: str, shift: timedelta, who: str = "") -> None:
        """A call moves, of the unit or of one person."""
        moment = self.office.call(label) + shift
        with suppress(BoardUnfit):
            async with self.in_process.transaction() as transaction:
                of = await self.office.person(transaction, who) if who else None
                production, day = await self.office.production(transaction), await self.office.day(transaction, label)
                await set_call(transaction, production, day, moment, person=of)
            self.note("call", day=label, moment=moment, who=who)

    async def production(self, about: str, label: str, *, filmed: bool) -> None:
        """A scene is filmed, or was not after all."""
        if any(self.plain.is_under_18(who) for who in self.office.people):
            return
        with suppress(BoardUnfit):
            async with self.in_process.transaction() as transaction:
                change = mark_filmed if filmed else unmark_filmed
                scene_row, day = await self.office.scene(transaction, about), await self.office.day(transaction, label)
                await change(transaction, await self.office.production(transaction), scene_row, day)
            self.note("filmed" if filmed else "not_filmed", scene=about, day=label)

    async def wrap(self, label: str) -> None:
        """A day is over."""
        if not self.plain.is_over("wrapped", "", label):
            self.note("wrapped", day=label)
            async with self.in_process.transaction() as transaction:
                await wrap_day(
                    transaction, await self.office.production(transaction), await self.office.day(transaction, label)
                )

    # Terms.

    async def sign(self, about: str, who: str, hours: int = 400, *, force: bool = True, waived: bool = False) -> None:
        """A rider comes in that was sent so many hours before the first call."""
        sent = self.office.call("11") - timedelta(hours=hours)
        known = any(e.what == "rider" and (e.scene, e.who) == (about, who) for e in self.plain.events)
        async with self.in_process.transaction() as transaction:
            rows = await check_ins.list_of(transaction.session, self.office.people[who])
        # A first rider, too, is news to whoever has been asked without one.
        known = known or any(row.asked_at is not None and self.place(row)[0] == about for row in rows)
        self.note("rider", scene=about, who=who, moment=sent, yes=force, waived=waived, how="new" if known else "first")
        await sign(self.office, about, who, sent, force=force, waived=waived)

    async def change_rider(self, about: str, who: str, *, force: bool, waived: bool) -> None:
        """The newest rider comes into force or out of it, or its notice is waived."""
        async with self.in_process.transaction() as transaction:
            rider = await terms.find_rider(transaction.session, self.office.scenes[about], self.office.people[who])
            if rider is None:
                return
            rider.in_force, rider.notice_waived = force, waived
            transaction.session.add(rider)
            sent = rider.sent_at
        self.note("rider", scene=about, who=who, moment=sent, yes=force, waived=waived, how="same")

    async def revise(self, about: str, kind: RevisionKind) -> None:
        """Everybody in a scene confirms again, for some reason."""
        self.note("revised", scene=about, how=str(kind))
        async with self.in_process.transaction() as transaction:
            by = await self.office.person(transaction, "mia")
            await revise(transaction, await self.office.scene(transaction, about), Change(kind, by))

    async def duty(self, who: str, *, on: bool, until: datetime | None = None) -> None:
        """Somebody goes on duty or off."""
        async with self.in_process.transaction() as transaction:
            production, row = await self.office.production(transaction), await self.office.person(transaction, who)
            await (begin_duty(transaction, production, row, until) if on else end_duty(transaction, production, row))
            await hurry_all(transaction, production)
        self.note("duty_on" if on else "duty_off", who=who, moment=until)

    async def away(self) -> None:
        """The bot was away until now: whoever had been asked is asked again."""
        async with self.in_process.transaction() as transaction:
            rows = [
                row for day in self.office.days.values() for row in await check_ins.list_on(transaction.session, day)
            ]
            asked = [self.place(row) for row in rows if row.asked_at is not None]
        open_ones = [
            place
            for place in asked
            if not self.plain.is_over("wrapped", "", place[1]) and not self.plain.is_over("filmed", *place[:2])
        ]
        self.note("away", places=tuple(open_ones))
        await self.in_process.be_away(5)

    def place(self, row: CheckIn) -> tuple[str, str, str]:
        """A check-in, by the names the plain list uses."""
        return self.scenes[row.scene_id], self.days[row.shoot_day_id], self.names[row.person_id]

    # What performers say.

    async def tap(self, button: Button, kind: AnswerKind, *, times: int = 1) -> None:
        """A performer taps a button, perhaps one that is outdated, perhaps twice, perhaps told by Slack twice."""
        for _ in range(times):
            async with self.in_process.transaction() as transaction:
                row = await self.row(button.check_in)
                said = Said(kind, Source.TAP, button.shown, self.in_process.key(), transaction.now)
                outcome, kept = await answer(transaction, row, said)
                told = await transaction.session.exec(select(Answer).where(Answer.key == said.key))
                rows = {one.check_in_id for one in told.all()} | ({kept.check_in_id} if kept is not None else set())
                places = [self.place(await self.row(number)) for number in sorted(rows)]
            # A change is never lost, whatever became of the day it was tapped for.
            assert places or kind is AnswerKind.AS_AGREED, outcome
            fresh = self.asked(button.scene, button.day, button.who) == button.asked_again
            for at in places:
                self.note("says", scene=at[0], day=at[1], who=at[2], how=str(kind), yes=fresh and at[1] == button.day)

    async def record(self, button: Button, kind: AnswerKind, source: Source) -> None:
        """The coordinator writes down what a performer said."""
        async with self.in_process.transaction() as transaction:
            row = await self.row(button.check_in)
            if row.withdrawn_at is not None:
                return
            about, day = (
                await scenes.get(transaction.session, row.scene_id),
                await shoot_days.get(transaction.session, row.shoot_day_id),
            )
            name = "" if button.who == "ewa" else f"<@{self.office.user(button.who)}|x>"
            words = f"{about.label} {name or 'Ewa'} {said_words(kind)} {said_how(source)} {day.label}"
        reply = await self.in_process.command("U0MIA", "/checkin", f"record {words}")
        if reply.modal is not None:
            # Something is open: a command closes nothing, the window does.
            assert self.plain.needs_coordinator(button.scene, button.who)
            fields = {"answer": str(kind), "source": str(source)}
            assert await self.in_process.submit("U0MIA", "record_answer", reply.modal.about, fields) is NOTHING
            close(self, button.scene, button.who)
        else:
            assert reply.message is not None
            assert reply.message.text.startswith("Recorded for"), (words, reply.message.text)
        self.note("says", scene=button.scene, day=button.day, who=button.who, how=str(kind), yes=True, waived=True)

    async def type(self, who: str, text: str) -> None:
        """A performer types into the conversation."""
        places = await self.concerned(who)
        self.note("typed", places=places)
        await self.in_process.type(self.office.user(who), text)
        async with self.in_process.transaction() as transaction:
            newest = await answers.find_newest_typed(transaction.session, self.office.people[who])
        if newest is not None and newest.typed_key not in self.typed.setdefault(who, []):
            self.typed[who].append(newest.typed_key or "")

    async def concerned(self, who: str) -> tuple[tuple[str, str, str], ...]:
        """What words may be about: the open check-ins that were asked; without any, all that are to come."""
        async with self.in_process.transaction() as transaction:
            rows = await check_ins.list_of(transaction.session, self.office.people[who])
            asked = {self.place(row): row.asked_at is not None for row in rows}
        to_come = [place for place in asked if not self.plain.is_over("wrapped", "", place[1])]
        return tuple([place for place in to_come if asked[place]] or to_come)

    async def say_nothing_changes(self, who: str, pick: int) -> None:
        """A performer taps under a receipt that what they typed changes nothing; only the newest one counts."""
        words = self.typed.get(who, [])
        if not words:
            return
        async with self.in_process.transaction() as transaction:
            rows = await check_ins.list_of(transaction.session, self.office.people[who])
            places = tuple(self.place(row) for row in rows)
        chosen = words[-1 if pick % 2 else pick % len(words)]
        await self.in_process.tap(self.office.user(who), "nothing_changes", chosen)
        if chosen == words[-1]:
            self.note("nothing_changes", places=places)

    # What must be true.

    async def stances(self, transaction: Transaction, part: Part) -> dict[tuple[str, ...], str]:
        """Where the bot sees each performer; asked or not asked yet is the same open question."""
        found: dict[tuple[str, ...], str] = {}
        for row in await check_ins.list_on(transaction.session, part.day.number):
            if row.scene_id == part.scene.key:
                stands = await standing_of(transaction, row)
                found[self.place(row)] = "open" if stands in OPEN else str(stands)
        return found

    async def words(self) -> dict[tuple[str, ...], str]:
        """The bot's word of each scene on each day that is not over and not filmed, and where performers stand."""
        found: dict[tuple[str, ...], str] = {}
        async with self.in_process.transaction() as transaction:
            production = await self.office.production(transaction)
            for label in self.office.days:
                day = await self.office.day(transaction, label)
                for part in await parts_of_day(transaction, production, day) if day.wrapped_at is None else []:
                    if not part.filmed:
                        found[part.scene.label, label] = str(await word_of(transaction, production, part))
                        found.update(await self.stances(transaction, part) if part.of_age else {})
        return found

    def plain_words(self) -> dict[tuple[str, ...], str]:
        """The same by plain reading."""
        now = self.in_process.clock.now()
        found: dict[tuple[str, ...], str] = {}
        for about, label in product(SCENES, self.office.days):
            over = self.plain.is_over("wrapped", "", label) or self.plain.is_over("filmed", about, label)
            if self.plain.cast_ids(about, label) is None or over:
                continue
            found[about, label] = self.plain.word(about, label, now)
            for who in self.plain.asked(about, label):
                found[about, label, who] = self.plain.stance(about, label, who)
        return found
