"""What changes around an intimate scene is told to its coordinator, and that it means nothing is one tap on record."""

from datetime import date

import pytest

from bot.domain.readiness import Word
from bot.domain.record_kinds import RecordKind
from bot.domain.touches import Touch
from bot.parsing.cast_list import CastEntry
from bot.parsing.one_liner import read_one_liner
from bot.record import all_facts
from bot.schedule.importing import import_board, preview
from messages.alert import touch_sentence
from messages.language import language
from storage.alerts import AlertKind
from storage.scenes import Intimacy
from tests.identity.house import FRIDAY, JAN, OLA, House, as_listed, at, buttons_in, shown
from tests.world import MONDAY, shooting_day

TUESDAY, THURSDAY = date(2026, 3, 17), date(2026, 3, 26)
HEAD = "Shoot Day,Date,Approx Call,Scene,I/E,Set,Cast IDs,Synopsis,Notes\n"
ZOE = CastEntry("1X", "", "Zoe Kask", slack_id="U0ZOE", role="body double")
EWA = CastEntry("3", "", "Ewa Lis", slack_id="U0EWA")


def board(cast_ids: str = "1, 2", text: str = "They talk", notes: str = "", day: date = MONDAY) -> bytes:
    """A one-liner with one scene."""
    return f'{HEAD}{day.day - 5},{day},07:00,42,INT,HOTEL ROOM 214,"{cast_ids}",{text},{notes}\n'.encode()


async def take(house: House, content: bytes) -> None:
    """Import a board as it is previewed."""
    async with house.transaction() as transaction:
        production, read = await house.stored(transaction), read_one_liner(content)
        await import_board(transaction, production, read, await preview(transaction, production, read))
    await house.bot.deliver()


async def imported(house: House, **first: str) -> None:
    """The scene is imported and confirmed in February; of what came with that nothing is told below."""
    await house.take_cast(OLA, JAN, EWA)
    await take(house, board(**first))  # type: ignore[arg-type]
    await house.bot.command("U0MIA", "/scene", "confirm 42")
    assert await touches(house) == []


async def touches(house: House) -> list[Touch | None]:
    """What the coordinator was told of."""
    return [alert.touch for alert in await house.alerts(AlertKind.PLAN_TOUCHED)]


async def last(house: House) -> str:
    """The newest of it, read aloud."""
    return shown(await house.window((await house.alerts(AlertKind.PLAN_TOUCHED))[-1]))


async def test_a_new_performer_is_told_by_name(house: House) -> None:
    """Another cast id on the strip, somebody named for it."""
    await imported(house)
    await take(house, board(cast_ids="1, 2, 3"))
    assert await touches(house) == [Touch.PERFORMER_ADDED]
    assert "Ewa Lis is new in a scene" in await last(house)


async def test_a_double_is_told(house: House) -> None:
    """Never asked by itself, so the coordinator must hear of it."""
    await imported(house)
    await house.take_cast(ZOE)
    await take(house, board(cast_ids="1, 2, 1X"))
    assert await touches(house) == [Touch.DOUBLE_ADDED]
    assert "Zoe Kask, a double, is new in a scene" in await last(house)


async def test_case_36_who_is_dropped_after_a_no_is_told_and_the_scene_stays_with_coordinator(house: House) -> None:
    """A re-import writes "2" where it wrote "1, 2"."""
    await imported(house)
    await house.bot.jump(at(FRIDAY, "08:00"))
    await house.answer("U0OLA", "not_as_agreed")
    await take(house, board(cast_ids="2"))
    assert await touches(house) == [Touch.DROPPED]
    assert "Ola Nowak is no longer planned for a scene" in await last(house)
    assert await house.word() is Word.WITH_COORDINATOR


async def test_an_unknown_cast_id_is_told(house: House) -> None:
    """Nobody is named for it, so nobody can be asked."""
    await imported(house)
    await take(house, board(cast_ids="1, 2, 30"))
    assert await touches(house) == [Touch.UNKNOWN_CAST]


async def test_a_recast_is_told(house: House) -> None:
    """The cast list names somebody else for a part."""
    await imported(house)
    await house.take_cast(as_listed(JAN, name="Kim Park", slack_id="U0KIM"))
    assert await touches(house) == [Touch.RECAST, Touch.DROPPED]
    kim = (await house.alerts(AlertKind.PLAN_TOUCHED))[0]
    assert "A part has another performer: Kim Park" in shown(await house.window(kim))


@pytest.mark.parametrize(
    ("text", "notes", "told"),
    [
        ("They talk softly", "CLOSED SET / IC", Touch.TEXT),
        ("They kiss", "CLOSED SET / IC", Touch.MORE_SUGGESTED),
        ("They talk", "nudity", Touch.MORE_SUGGESTED),
        ("They talk", "CLOSED SET / IC; simulated sex", Touch.MORE_SUGGESTED),
    ],
)
async def test_text_and_notes_that_suggest_more_are_told_although_it_stays_confirmed(
    house: House, text: str, notes: str, told: Touch
) -> None:
    """Another synopsis, or notes that say more than at the last import; once, not at the next import again."""
    await imported(house, notes="CLOSED SET / IC")
    await take(house, board(text=text, notes=notes))
    assert await touches(house) == [told]
    before = len(await touches(house))
    await take(house, board(text=text, notes=notes))
    assert len(await touches(house)) == before
    assert (await house.scene_now("42")).intimacy is Intimacy.CONFIRMED
    assert text in await last(house)


async def test_a_move_inside_the_notice_is_told_and_one_outside_it_is_not(house: House) -> None:
    """By hand or by an import; onto today it is told as that."""
    await imported(house)
    for day in (TUESDAY, THURSDAY):
        async with house.transaction() as transaction:
            await shooting_day(transaction, await house.stored(transaction), day, "07:00")
    await house.bot.command("U0ADA", "/shootday", "move 42 2026-03-26")
    assert await touches(house) == []
    house.bot.clock.moment = at(MONDAY, "09:00")
    await house.bot.command("U0ADA", "/shootday", "move 42 2026-03-17")
    assert await touches(house) == [Touch.INSIDE_NOTICE]
    await house.bot.command("U0ADA", "/shootday", "move 42 2026-03-16")
    assert await touches(house) == [Touch.INSIDE_NOTICE, Touch.ONTO_TODAY]
    assert "has come onto today" in await last(house)


async def test_nothing_changed_is_one_tap_and_on_record(house: House) -> None:
    """By the coordinator or a deputy; nobody else may say so."""
    await imported(house)
    await take(house, board(text="They talk quietly"))
    (alert,) = await house.alerts(AlertKind.PLAN_TOUCHED)
    number = buttons_in(await house.window(alert))["action_unchanged"]
    assert "not for you" in shown(await house.bot.tap("U0ADA", "action_unchanged", number))
    assert "On record: nothing changed" in shown(await house.bot.tap("U0MIA", "action_unchanged", number))
    async with house.transaction() as transaction:
        entries = await all_facts(transaction, house.production.number)
    assert [entry["kind"] for entry in entries].count(RecordKind.ACTION_UNCHANGED) == 1


async def test_a_scene_that_is_not_intimate_is_nobodys_matter(house: House) -> None:
    """Only what is confirmed is told."""
    await house.take_cast(OLA, JAN, EWA)
    await take(house, board())
    await take(house, board(cast_ids="1, 2, 3", text="They walk"))
    assert await touches(house) == []


def test_each_change_has_a_sentence_of_its_own() -> None:
    """None reads like another."""

    class Detail:
        """As much of an alert as the sentence needs."""

        def __init__(self, touch: Touch) -> None:
            self.touch = touch

    said = [touch_sentence(language("en"), Detail(touch), "Ola") for touch in Touch]  # type: ignore[arg-type]
    assert len(set(said)) == len(Touch)
    assert all(said)
