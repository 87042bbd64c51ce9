"""Recording what a performer said in person or by phone: it stands equal to a tap, and may close what is open."""

from dataclasses import dataclass, replace

from bot.alerts import end_alerts
from bot.answers.closing_windows import as_shown, days_besides, record_window
from bot.answers.recording import Said, filmed, record_answer
from bot.checkins.asking import ask_in_person
from bot.checkins.by_hand import check_ins_meant
from bot.checkins.settling import scenes_open_with, settle, shown_of_performer
from bot.domain.coordination import AskedScene
from bot.domain.matters import Closing, Covers, Shown, is_words_alone
from bot.domain.outcomes import LeftDay, RecordedByHand
from bot.domain.refusals import BoardUnfit, NotAsked
from bot.domain.standing import AnswerKind, Source
from bot.duty import act
from bot.facts import day_name, revision_now
from bot.matters import kinds_in, shown_of
from bot.people import Actor, label_of
from bot.readers import may_read
from bot.schedule.meant_days import day_to_ask_about
from bot.transaction import Transaction
from storage import check_ins, matters, people, productions, scenes, shoot_days, strips
from storage.alerts import AlertKind
from storage.answers import Answer
from storage.check_ins import CheckIn
from storage.people import Person
from storage.productions import Production
from storage.scenes import Scene
from storage.shoot_days import ShootDay

# What the coordination writes down that may end something: taken only about what they were shown.
CLOSING = (AnswerKind.AS_AGREED, AnswerKind.NOTHING_CHANGES)


@dataclass(frozen=True)
class Spoken:
    """What somebody of the coordination writes down: what was said and how. `shown`: what they had before them.

    `covers`: of the scene and day alone, or of everything that was named as well.
    """

    kind: AnswerKind
    source: Source
    shown: Shown | None
    covers: Covers = Covers.THIS

    def about(self, now: Shown, besides: tuple[tuple[int, int], ...]) -> bool:
        """Whether it is about what is there now, as far as it goes; `besides`: the other check-ins and what holds."""
        if self.shown is None or replace(self.shown, also=()) != now:
            return False
        return self.covers is Covers.THIS or self.shown.also == besides


async def check_in_meant(
    transaction: Transaction, production: Production, scene: Scene, named: ShootDay | None, performer: Person
) -> CheckIn:
    """The check-in of a performer that somebody means: on the day they named, else on the scene's next.

    With something open, the newest there was, where the performer or the scene is planned no more, of the scene or of
    another with which the same is open: it can be closed.
    Raises BoardUnfit or NotAsked.
    """
    try:
        day = await day_to_ask_about(transaction, production, scene, named)
        return (await check_ins_meant(transaction, production, scene, day, performer))[0]
    except (BoardUnfit, NotAsked):
        found = await matters.list_open(transaction.session, scene.key, performer.number)
        for scene_id in [scene.key, *await scenes_open_with(transaction, shown_of(found))] if found else ():
            rows = await check_ins.list_of_scene(transaction.session, scene_id, performer.number)
            if rows := [row for row in rows if named is None or row.shoot_day_id == named.number]:
                return rows[-1]
        raise


async def record_by_hand(
    transaction: Transaction, check_in: CheckIn, spoken: Spoken, key: str, by: Actor
) -> RecordedByHand | LeftDay | AskedScene:
    """Keep what a performer said, who recorded it, and when; about what holds now.

    Where something came that was not shown, nothing is taken: what is there now, to be shown first.
    """
    now, everything = await shown_of_performer(transaction, check_in), spoken.covers is Covers.ALL
    reached = await scenes_open_with(transaction, now) if everything else []
    besides = await days_besides(transaction, check_in, reached)
    if spoken.kind in CLOSING:
        if await has_left(transaction, check_in, now):
            return await left_meanwhile(transaction, check_in)
        if not spoken.about(now, await as_shown(transaction, besides)):
            return await record_window(transaction, check_in, by, again=True)
    alone = None if everything else check_in.scene_id
    if spoken.kind is AnswerKind.AS_AGREED and now.matters:
        read = await may_read(transaction, by, check_in.production_id)
        await settle(transaction, now, Closing.SPOKEN, by.person, read=read, scene_id=alone)
        if not everything:
            await ask_in_person(transaction, besides)
    kept = await write_down(transaction, check_in, spoken, key, by)
    if spoken.kind is AnswerKind.AS_AGREED and everything:
        for row in besides:
            await write_down(transaction, row, spoken, f"{key}:{row.number}", by)
    if spoken.kind is AnswerKind.NOTHING_CHANGES:
        await settle_words(transaction, check_in, by, alone)
    person = {"production_id": check_in.production_id, "person_id": check_in.person_id}
    await end_alerts(transaction, [AlertKind.ACCOUNT_CLOSED], **person)
    about = {"check_in_id": check_in.number, "answer_id": kept.number, "person_id": check_in.person_id}
    place = {"scene_id": check_in.scene_id, "shoot_day_id": check_in.shoot_day_id}
    await act(transaction, check_in.production_id, by.person, f"answer:{kept.number}", **about, **place)
    return await recorded(transaction, check_in, spoken)


async def write_down(transaction: Transaction, check_in: CheckIn, spoken: Spoken, key: str, by: Actor) -> Answer:
    """What was said of one day, about what holds now."""
    revision = await revision_now(transaction, check_in)
    said = Said(spoken.kind, spoken.source, revision, key, transaction.now, by=by.person)
    return await record_answer(transaction, check_in, said, receipt=False)


async def has_left(transaction: Transaction, check_in: CheckIn, now: Shown) -> bool:
    """Whether there is nothing here to confirm or to close: the scene, or the performer, has left the day."""
    if check_in.withdrawn_at is None:
        return False
    return not now.matters or bool(await days_instead(transaction, check_in))


async def settle_words(transaction: Transaction, check_in: CheckIn, by: Actor, scene_id: int | None) -> None:
    """The performer said in person that what they typed changes nothing: that ends what typed words alone opened.

    `scene_id`: with that scene alone.
    """
    found = await matters.list_open(transaction.session, check_in.scene_id, check_in.person_id)
    alone = [matter for matter in found if is_words_alone(await kinds_in(transaction, matter))]
    read = await may_read(transaction, by, check_in.production_id)
    closing = Closing.PLAN_STANDS if read else Closing.SPOKEN_UNREAD
    await settle(transaction, shown_of(alone), closing, by.person, read=read, scene_id=scene_id)


async def recorded(transaction: Transaction, check_in: CheckIn, spoken: Spoken) -> RecordedByHand:
    """What was recorded, as it is said to whoever did."""
    production = await productions.get(transaction.session, check_in.production_id)
    day = await shoot_days.get(transaction.session, check_in.shoot_day_id)
    strip = await strips.find(transaction.session, check_in.scene_id, day.number)
    return RecordedByHand(
        await label_of(transaction, production.number, await people.get(transaction.session, check_in.person_id)),
        (await scenes.get(transaction.session, check_in.scene_id)).label,
        day_name(production, day),
        spoken.kind,
        spoken.source,
        strip.filmed_at if strip is not None and await filmed(transaction, check_in) else None,
    )


async def days_instead(transaction: Transaction, check_in: CheckIn) -> list[CheckIn]:
    """The check-ins of the same performer and scene that stand, on other days."""
    return [
        row
        for row in await check_ins.list_of(transaction.session, check_in.person_id)
        if row.scene_id == check_in.scene_id
    ]


async def left_meanwhile(transaction: Transaction, check_in: CheckIn) -> LeftDay:
    """The scene has left the day while somebody was writing: nothing was recorded, and which days it has now."""
    production = await productions.get(transaction.session, check_in.production_id)
    left, *now = [
        day_name(production, await shoot_days.get(transaction.session, row.shoot_day_id))
        for row in (check_in, *await days_instead(transaction, check_in))
    ]
    return LeftDay((await scenes.get(transaction.session, check_in.scene_id)).label, left, tuple(now))
