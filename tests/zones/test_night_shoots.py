"""A night shoot is counted on past midnight: the same in a schedule, in a command and where it is read."""

import ast
from datetime import date, datetime, timedelta
from typing import Any, cast

import pytest

from bot.domain.disclosure import Asking, Contact, DayName, OwnDay
from bot.domain.reasons import Reason
from bot.domain.times import LATEST_HOUR, CallHour, instant, local
from bot.parsing.cells import read_call
from bot.parsing.reading import Unreadable
from handlers.arguments import Arguments
from messages.checkin import check_in_message, morning
from messages.language import language, languages
from messages.shoot_day import call_text
from tests.identity.house import House
from tests.scanning import modules
from tests.world import ZONE, visible

SATURDAY = date(2026, 3, 7)
# Nights in which clocks are set: forward, back, at midnight, and by half an hour.
NIGHTS = (
    (SATURDAY, "Europe/Warsaw"),
    (date(2026, 3, 28), "Europe/Warsaw"),
    (date(2026, 10, 24), "Europe/Warsaw"),
    (date(2026, 4, 23), "Africa/Cairo"),
    (date(2026, 10, 24), "Asia/Beirut"),
    (date(2026, 4, 4), "Australia/Lord_Howe"),
)
HOURS = [CallHour(minutes) for minutes in range(0, LATEST_HOUR * 60, 30)]


def typed(text: str) -> CallHour | None:
    """An hour in a command."""
    return Arguments(cast(Any, None), cast(Any, None), text.split()).hour()


def test_a_schedule_and_a_command_read_the_same_hour() -> None:
    """Each half hour up to noon of the day after, however a command says that it is the day after."""
    for call in HOURS:
        assert read_call(str(call)) == typed(str(call)) == call
        if call.night:
            assert typed(f"+1 {call.wall:%H:%M}") == call
    for text in ("36:00", "25:60", "+1 25:30"):
        assert typed(text) is None
    for text in ("36:00", "25:60"):
        with pytest.raises(Unreadable):
            read_call(text)


@pytest.mark.parametrize("code", languages())
def test_wherever_a_call_is_read_its_day_is_said_if_it_is_another(code: str) -> None:
    """Of the shooting day the hour alone; past midnight with the day on which it falls, in each language."""
    tongue = language(code)
    for day, zone in NIGHTS:
        name = DayName("Baltic", "11", day, zone)
        for call in HOURS:
            at = call.on(day, zone)
            wall = local(at, zone)
            shown = tongue.moment(at, zone) if wall.date() != day else f"{wall:%H:%M}"
            other = tongue.moment(at, zone) if wall.date() == day else tongue.hour(at, zone) + "."
            text = call_text(tongue, name, "MAIN", None, at)
            assert shown in text, (code, day, zone, str(call), text)
            assert f"→ {shown}." in text
            assert other not in text or wall.date() != day
        at = CallHour(25 * 60 + 30).on(day, zone)
        own = OwnDay(name, at, (), Contact("Mia Brandt", "+48 1"))
        for message in (check_in_message(tongue, own, Asking(Reason.FIRST_ROUND)), morning(tongue, own)):
            assert tongue.moment(at, zone) in visible([block.to_dict() for block in message.blocks])


def test_an_hour_stands_without_its_day_in_one_place() -> None:
    """Elsewhere a moment is shown with its day: what shows an hour alone knows which day it is of."""
    found = {
        f"{path} {function.name}"
        for path, tree in modules("messages", "bot", "handlers")
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith(".hour")
    }
    # Of its own day; with its day before it; and a look at a channel a moment ago.
    assert found == {
        "messages/vocabulary.py call_hour",
        "messages/language.py moment",
        "messages/closed_set.py line_text",
    }


@pytest.mark.parametrize(
    ("now", "until", "ends"),
    [
        ("2026-03-07T10:00", "25:30", "2026-03-08T01:30"),
        ("2026-03-07T10:00", "+1 01:30", "2026-03-08T01:30"),
        ("2026-03-07T10:00", "01:30", "2026-03-08T01:30"),
        ("2026-03-07T10:00", "22:00", "2026-03-07T22:00"),
        ("2026-03-07T10:00", "09:00", "2026-03-08T09:00"),
        ("2026-03-07T10:00", "9 March 25:30", "2026-03-10T01:30"),
    ],
)
async def test_somebody_is_on_duty_until_the_night_that_follows(house: House, now: str, until: str, ends: str) -> None:
    """25:30 is tonight, and not tomorrow night."""
    moment = datetime.fromisoformat(now)
    await house.bot.jump(instant(moment.date(), moment.time(), ZONE))
    reply = await house.bot.command("U0MIA", "/checkin", f"duty on @dev until {until}")
    assert reply.message is not None
    assert "Dev Anand" in reply.message.text
    end = datetime.fromisoformat(ends)
    for minutes, there in ((-1, True), (1, False)):
        await house.bot.jump(instant(end.date(), end.time(), ZONE) + timedelta(minutes=minutes))
        said = (await house.bot.command("U0MIA", "/checkin", "duty")).message
        assert said is not None
        assert ("Dev Anand" in said.text) is there, said.text
