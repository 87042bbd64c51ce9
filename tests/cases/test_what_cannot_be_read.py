"""What cannot be read is never nothing: a no is taken, a yes confirms nothing, a lost request leaves a question."""

import ast
import math
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest
from sqlmodel import col, literal, select, update

from bot.alerts import raise_alert
from bot.background.alarms import Alarms
from bot.channels.reconciler import Reconciler
from bot.checkins import outages
from bot.checkins.outages import ask_after_outage
from bot.clock import steady_now
from bot.delivery.rendering import render
from bot.domain.alert_kinds import AlertKind
from bot.domain.record_kinds import RecordKind
from bot.domain.standing import AnswerFact, AnswerKind, Source, confirms
from bot.domain.times import call_hour
from bot.domain.unreadable import LOST, SPOILED, Unreadable, is_lost
from bot.failures import Place, forget_failure, note_failure, note_failures
from bot.parsing.board import Board, Day, Strip
from bot.proof.verification import look
from bot.record import record
from bot.schedule.importing import import_board, preview
from bot.transaction import Transaction
from handlers.inbox import MOST_ATTEMPTS, Inbox
from handlers.requests import read_request
from handlers.routes import route
from storage import failed_rows, people, written
from storage.alerts import Alert
from storage.closed_sets import ClosedSet, ClosedSetState
from storage.deliveries import Delivery, DeliveryState, Template
from storage.failed_rows import name_of
from storage.inbox import InboxRow, InboxState
from storage.productions import Production
from storage.record_entries import RecordHead, RecordWaiting
from storage.scenes import Scene
from storage.terms import Rider
from tests.cases.house import ADA, JAN, MIA, OLA, House, add_adria, baltic, confirmed_by_ola, text_of
from tests.engines import Engine, fresh
from tests.scanning import modules
from tests.world import BALTIC, MONDAY

FRIDAY = date(2026, 3, 13)
# As a form may stand there after a disk or a hand has spoiled it.
BROKEN = literal("{broken", literal_execute=True)


@pytest.fixture
async def house(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[House]:
    """Baltic, with nothing planned yet."""
    with fresh(sqlite_engine, tmp_path, BALTIC) as url:
        async with baltic(url) as found:
            yield found


async def asked_about_42(house: House) -> list[tuple[str, str]]:
    """Jan has been asked about scene 42; the buttons of his check-in."""
    await house.add_scene("42", ["2"])
    await house.at(FRIDAY, "08:00")
    return (await house.heard(JAN, "Is what was agreed still right for you?"))[-1].buttons()


async def spoil_riders(house: House) -> None:
    """No rider can be opened any more."""
    async with house.bot.transaction() as transaction:
        for rider in (await transaction.session.exec(select(Rider))).all():
            rider.agreed = rider.agreed[:-1]
            transaction.session.add(rider)


async def tap(house: House, buttons: list[tuple[str, str]], action: str) -> str:
    """Jan taps one of the answers; what opens."""
    return text_of(await house.bot.tap(JAN, action, next(value for name, value in buttons if name == action)))


async def alerts_of(house: House, kind: AlertKind) -> list[Alert]:
    """The alerts of a kind."""
    return list((await house.bot.session.exec(select(Alert).where(Alert.kind == kind))).all())


async def test_a_no_is_taken_whatever_cannot_be_read(house: House) -> None:
    """The rider does not open: the change is kept, told and stands; its performer notices nothing."""
    buttons = await asked_about_42(house)
    await spoil_riders(house)
    assert "Recorded." in await tap(house, buttons, "answer_not_as_agreed")
    assert len(await alerts_of(house, AlertKind.CHANGE)) == 1
    assert "not as agreed" in (await house.standing()).lower()


async def test_a_yes_to_what_cannot_be_read_confirms_nothing(house: House) -> None:
    """It is kept, and what opens says that words are lost, instead of showing less than was agreed."""
    buttons = await asked_about_42(house)
    await spoil_riders(house)
    shown = await tap(house, buttons, "answer_as_agreed")
    assert f"“{LOST}” stands for words that are kept but cannot be read now." in shown
    await house.at(FRIDAY, "08:16")
    assert await house.word() == "Scene 42: Waiting on check-ins"


async def test_a_confirmed_scene_is_not_ready_once_its_terms_are_lost(house: House) -> None:
    """Nobody can say any more what was confirmed."""
    await confirmed_by_ola(house)
    await spoil_riders(house)
    await house.at(FRIDAY, "08:31")
    assert await house.word() == "Scene 42A: With coordinator – plan may change"


def inbox_of(house: House) -> Inbox:
    """The way in, over the same database."""
    return Inbox(house.bot.database, house.bot.vault, house.bot.clock, route)


async def leave_behind(house: House, sent_by: str | None, payload: bytes) -> None:
    """A request that whoever took it has not finished."""
    async with house.bot.transaction() as transaction:
        came = transaction.now - timedelta(minutes=1)
        transaction.session.add(InboxRow(key="k", slack_user=sent_by, payload=payload, received_at=came))


async def test_a_request_that_cannot_be_read_leaves_its_sender_with_the_coordinator(house: House) -> None:
    """It may have been a no: not Ready until Mia has spoken with Ola, told once; it is tried no more, and kept."""
    await confirmed_by_ola(house)
    await leave_behind(house, OLA, b"\x02k1spoiled")
    for _ in range(3):
        await inbox_of(house).catch_up()
    row = (await house.bot.session.exec(select(InboxRow))).one()
    assert (row.state, row.payload, row.attempts) == (InboxState.FAILED, b"\x02k1spoiled", 0)
    assert [one.stored_in for one in await failed_rows.list_all(house.bot.session)] == ["inboxrow"]
    assert (len(await alerts_of(house, AlertKind.UNREAD)), len(await alerts_of(house, AlertKind.UNREADABLE))) == (1, 1)
    await house.at(FRIDAY, "08:31")
    assert await house.word() == "Scene 42A: With coordinator – plan may change"
    opened = await house.alert(MIA, "What Ola Nowak may have written or tapped could not be read")
    assert await house.tap(MIA, opened, "spoken_in_person")
    await house.at(FRIDAY, "08:46")
    assert await house.word() == "Scene 42A: Ready"


async def test_a_request_of_nobody_known_leaves_everybody_with_the_coordinator(house: House) -> None:
    """An earlier release did not keep who sent it: each performer may have."""
    await leave_behind(house, None, b"")
    await inbox_of(house).catch_up()
    for user in (OLA, JAN):
        performer = await people.find_by_slack_user(house.bot.session, user)
        assert performer is not None
        assert await written.is_unread(house.bot.session, performer.number, 1)


async def test_a_request_that_fails_again_and_again_is_told_of(house: House) -> None:
    """After five tries it is nobody's any more: a person is told, and a command holds no answer of a performer."""
    body = {"command": "/checkin", "text": "status", "user_id": OLA, "trigger_id": "t"}
    key = "command:t"

    async def broken(*_: Any) -> Any:
        raise RuntimeError("private")

    inbox = Inbox(house.bot.database, house.bot.vault, house.bot.clock, broken)
    await inbox._received(read_request(body), [key], body, math.inf)
    for _ in range(MOST_ATTEMPTS):
        await inbox.work(read_request(body))
    await inbox.catch_up()
    row = (await house.bot.session.exec(select(InboxRow).where(InboxRow.key == key))).one()
    assert (row.state, row.failure, row.attempts) == (InboxState.FAILED, "RuntimeError", MOST_ATTEMPTS)
    assert len(await alerts_of(house, AlertKind.UNREADABLE)) == 1
    assert await alerts_of(house, AlertKind.UNREAD) == []


async def test_the_record_waits_for_its_key_and_then_takes_everything_in_order(house: House) -> None:
    """What happens goes on; with the key back the chain has every fact at its place, and holds."""
    async with house.bot.transaction() as transaction:
        head = await transaction.session.get_one(RecordHead, 1)
        kept, head.sealed_key = head.sealed_key, head.sealed_key[:-1]
        transaction.session.add(head)
    for _ in range(2):
        async with house.bot.transaction() as transaction:
            await record(transaction, 1, RecordKind.REFUSED)
    assert len((await house.bot.session.exec(select(RecordWaiting))).all()) == 2
    async with house.bot.transaction() as transaction:
        head = await transaction.session.get_one(RecordHead, 1)
        head.sealed_key = kept
        before = head.position
        transaction.session.add(head)
        await record(transaction, 1, RecordKind.SCENE_CUT)
    assert (await house.bot.session.exec(select(RecordWaiting))).all() == []
    async with house.bot.transaction() as transaction:
        verdict = await look(transaction, 1)
    assert (verdict.broken, verdict.entries) == (None, before + 3)


async def test_an_alert_of_a_kind_nobody_knows_is_told_as_unreadable(house: House) -> None:
    """As of a later release, gone back: urgent, and its window says that something cannot be read."""
    async with house.bot.transaction() as transaction:
        now = transaction.now
        about: dict[str, Any] = {"kind": "of_tomorrow"}
        transaction.session.add(Alert(production_id=1, key="x", raised_at=now, next_at=now, **about))
    await house.bot.rest()
    assert await house.alert(MIA, "Something that is kept cannot be read")
    assert await failed_rows.list_all(house.bot.session) == []


async def test_the_alert_lasts_while_a_row_of_no_production_waits(house: House) -> None:
    """A request of nobody known is Baltic's to look at as well: what was Baltic's alone being right ends nothing."""
    places = [Place("due", 1, production_id=1), Place("inboxrow", 1)]
    async with house.bot.transaction() as transaction:
        await note_failures(transaction, [(place, Unreadable()) for place in places])
    for open_still in (1, 0):
        async with house.bot.transaction() as transaction:
            await forget_failure(transaction, (await failed_rows.list_all(transaction.session))[0])
        ended = [alert.ended_at for alert in await alerts_of(house, AlertKind.UNREADABLE)]
        assert ended.count(None) == open_still


@pytest.mark.parametrize("said", [pytest.param("confirmed", marks=pytest.mark.prove), "of_tomorrow"])
async def test_a_scene_marked_with_a_word_nobody_knows_counts_as_intimate(house: House, said: str) -> None:
    """As of a later release, gone back: it is listed, imported, moved, filmed and cut as one that is confirmed."""
    for number, cast in (("42", ["2"]), ("43", ["1"]), ("44", ["1"]), ("45", ["2"])):
        await house.add_scene(number, cast)
    await house.at(FRIDAY, "08:00")
    async with house.bot.transaction() as transaction:
        await transaction.session.exec(update(Scene).values(intimacy=said))
        transaction.session.expire_all()
        tuesday = Day(MONDAY + timedelta(days=1), "12", call=call_hour(7))
        moved = Strip("42", date=tuesday.date, position=1, cast_ids=("2",))
        stay = (Strip("44", date=MONDAY, position=1, cast_ids=("1",), synopsis="They kiss", hints=("kiss",)),)
        split = tuple(Strip("45", date=date, position=2, cast_ids=("2",)) for date in (MONDAY, tuesday.date))
        board = Board(strips=(moved, *stay, *split), days=(Day(MONDAY, "11", call=call_hour(7)), tuesday))
        await import_board(transaction, house.production, board, await preview(transaction, house.production, board))
    listed = text_of(await house.bot.command(MIA, "/scene", "list"))
    assert [number in listed for number in ("42", "44", "45")] == [True] * 3
    assert "Nothing is recorded yet." in text_of(await house.bot.command(MIA, "/scene", "about 44"))
    assert "cut" in text_of(await house.bot.command(ADA, "/scene", "cut 42"))
    await house.at(MONDAY, "09:00")
    assert "Filmed" in text_of(await house.bot.command(ADA, "/shootday", "filmed 45"))
    told = Counter(alert.kind for alert in (await house.bot.session.exec(select(Alert))).all())
    wanted = (AlertKind.CUT, AlertKind.MOVED, AlertKind.PLAN_TOUCHED, AlertKind.FILMED_ELSEWHERE)
    assert [told[kind] for kind in wanted] == [2, 1, 1, 1]


def test_nobody_but_the_scene_says_whether_it_is_intimate() -> None:
    """Whoever asks by the word alone takes one that no release knows for a no."""
    asking = {
        path
        for path, module in modules("bot", "handlers", "storage")
        for node in ast.walk(module)
        if isinstance(node, ast.Compare) and "Intimacy.CONFIRMED" in ast.unparse(node)
    }
    assert asking == {"storage/scenes.py"}


def test_whatever_looks_into_a_spoiled_form_fails_and_says_nothing_else() -> None:
    """It is neither empty nor false, and no name of it is found."""
    for look_into in (list, len, bool, dict, lambda form: form["a"], lambda form: "a" in form, lambda form: form.get):
        with pytest.raises(Unreadable):
            look_into(SPOILED)


def test_an_answer_whose_kind_nobody_knows_may_be_a_change() -> None:
    """The yes before it no longer counts."""
    unknown: Any = "of_tomorrow"
    said = [AnswerFact(kind, Source.TAP, 0) for kind in (AnswerKind.AS_AGREED, unknown)]
    assert confirms(said[:1], [])
    assert not confirms(said, [])


def test_words_that_are_lost_are_found_wherever_they_stand() -> None:
    """In a list in a form in a list, and nowhere else."""
    assert is_lost(("a", [{"b": f"x {LOST}"}]))
    assert not is_lost(("a", [{"b": "x"}], 1, None))


@pytest.mark.parametrize(("newer", "said"), [("as it is", False), ("{broken", True), ("of_tomorrow", True)])
async def test_a_check_in_does_not_rely_on_a_newer_one_that_cannot_be_written(
    house: House, newer: str, said: bool
) -> None:
    """Nothing is asked twice, and nobody remains unasked because another message about the day is spoiled."""
    await asked_about_42(house)
    sent = (await house.bot.session.exec(select(Delivery).where(Delivery.template == Template.CHECK_IN))).all()[-1]
    async with house.bot.transaction() as transaction:
        about = sent.model_dump(exclude={"id", "key", "nonce", "state"})
        older, other = (Delivery(**about, key=key, nonce=key, state=DeliveryState.WAITING) for key in ("1", "2"))
        transaction.session.add_all([older, other])
        await transaction.session.flush()
        if newer == "of_tomorrow":
            other.subject = {**other.subject, "why": newer}
        elif newer == "{broken":
            await transaction.session.exec(update(Delivery).where(col(Delivery.key) == "2").values(subject=BROKEN))
        await transaction.session.flush()
        number = older.number
        transaction.session.expunge_all()
        older = await transaction.session.get_one(Delivery, number)
        assert (await render(transaction, older) is not None) is said


async def test_a_reaction_to_a_message_that_cannot_be_read_is_told(house: House) -> None:
    """Without its day."""
    await asked_about_42(house)
    async with house.bot.transaction() as transaction:
        asked = update(Delivery).where(col(Delivery.template) == Template.CHECK_IN)
        await transaction.session.exec(asked.values(subject=BROKEN, channel="D0JAN", ts="1.1"))
        transaction.session.expunge_all()
    item = {"type": "message", "channel": "D0JAN", "ts": "1.1"}
    await house.hear(JAN, "reaction_added", type="reaction_added", reaction="x", item=item)
    assert await house.alert(MIA, "Jan Wolski reacted to a check-in; that is no answer")


async def test_a_closed_set_in_an_unknown_state_is_told_of_and_looked_at_again(house: House) -> None:
    """Never silently left: the coordinator is told once, and it is tried again after a pause."""
    await house.add_scene("42", ["2"])
    await house.at(FRIDAY, "08:00")
    async with house.bot.transaction() as transaction:
        row = (await transaction.session.exec(select(ClosedSet))).all()[0]
        row.check_at = transaction.now
        transaction.session.add(row)
        await transaction.session.exec(update(ClosedSet).values(state="of_tomorrow"))
    bot = house.bot
    nowhere: Any = None
    reconciler = Reconciler(bot.database, bot.vault, bot.clock, nowhere, Alarms())
    for _ in range(2):
        await reconciler._look_after(row.number)
    assert [one.stored_in for one in await failed_rows.list_all(bot.session)] == ["closedset"]
    assert len(await alerts_of(house, AlertKind.UNREADABLE)) == 1
    assert reconciler._paused[row.number] > steady_now()


@pytest.mark.parametrize(("ending", "left"), [("wrapped", 0), ("of_tomorrow", 1)])
async def test_a_closed_set_that_failed_before_a_restart_is_right_again_after_it(
    house: House, monkeypatch: pytest.MonkeyPatch, ending: str, left: int
) -> None:
    """Another process looks, nothing fails, and the alert ends; not so while something of the row cannot be read."""
    await house.add_scene("42", ["2"])
    bot = house.bot
    row = (await bot.session.exec(select(ClosedSet))).one()
    async with bot.transaction() as transaction:
        place = Place(name_of(ClosedSet), row.number, row.production_id)
        await note_failure(transaction, place, Unreadable("It could not be read."))
        opening = {"state": ClosedSetState.OPENING, "ending": ending, "check_at": transaction.now}
        await transaction.session.exec(update(ClosedSet).values(**opening))
    monkeypatch.setattr(Reconciler, "_work", AsyncMock())
    nowhere: Any = None
    await Reconciler(bot.database, bot.vault, bot.clock, nowhere, Alarms())._look_after(row.number)
    assert len(await failed_rows.list_all(bot.session)) == left
    assert [one.ended_at is None for one in await alerts_of(house, AlertKind.UNREADABLE)] == [bool(left)]


async def test_whom_a_mistake_would_put_out_can_be_lost_as_well(house: House) -> None:
    """The alarm opens and says that words are lost; a tap in it decides nothing, and shows what there is now."""
    await house.add_scene("42", ["2"])
    await house.at(FRIDAY, "08:00")
    async with house.bot.transaction() as transaction:
        row = (await transaction.session.exec(select(ClosedSet))).all()[0]
        await raise_alert(transaction, 1, AlertKind.REMOVAL_WAITS, "1", closed_set_id=row.number)
        await transaction.session.exec(update(ClosedSet).values(spared=BROKEN))
    opened = await house.alert(MIA, "many people on its list would be taken out at once")
    for decision in ("remove_spared", "keep_spared"):
        assert LOST in await house.tap(MIA, opened, decision)
    assert [one.ended_at for one in await alerts_of(house, AlertKind.REMOVAL_WAITS)] == [None]


async def test_an_outage_that_fails_in_one_production_is_worked_through_in_the_others(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ola is asked again in Adria although nothing can be done in Baltic, whose coordinator is told."""
    await house.add_scene("42", ["2"])
    adria = await add_adria(house)

    async def fails_in_baltic(transaction: Transaction, production: Production, *about: Any) -> bool:
        if production.number != adria.number:
            raise ValueError("private")
        return await ask_after_outage(transaction, production, *about)

    monkeypatch.setattr(outages, "ask_after_outage", fails_in_baltic)
    await house.bot.be_away(10)
    await house.bot.rest()
    assert [(one.stored_in, one.row_number) for one in await failed_rows.list_all(house.bot.session)] == [
        ("production", 1)
    ]
    asked = [one for one in house.bot.heard if one.user == OLA and one.template == Template.CHECK_IN]
    assert len(asked) == 2
