"""A call in the night after a shooting day says which day it falls on, in every language and wherever it is read."""

from datetime import date, time

import pytest

from bot.domain.disclosure import Asking, Contact, DayName, OwnDay
from bot.domain.reasons import Reason
from bot.domain.times import call_hour, call_hour_of, instant
from messages.checkin import check_in_message, morning
from messages.language import language, languages
from messages.shoot_day import call_text
from tests.world import visible

ZONE = "Europe/Warsaw"
SATURDAY, SUNDAY = date(2026, 3, 7), date(2026, 3, 8)
DAY = DayName("Baltic", "11", SATURDAY, ZONE)
WEEKDAY = {"en": "Sun 8 Mar", "de": "So.", "es": "dom", "fr": "dim.", "pl": "niedz."}


def read(code: str, call: tuple[date, time]) -> list[str]:
    """What a performer reads in the check-in and on the morning, and whoever moves the call in the answer to it."""
    at, tongue = instant(*call, ZONE), language(code)
    day = OwnDay(DAY, at, (), Contact("Mia Brandt", "+48 1"))
    messages = [check_in_message(tongue, day, Asking(Reason.FIRST_ROUND)), morning(tongue, day)]
    texts = [visible([block.to_dict() for block in message.blocks]) for message in messages]
    return [*texts, call_text(tongue, DAY, "MAIN", None, at)]


@pytest.mark.parametrize("code", languages())
def test_half_past_one_at_night_is_sunday(code: str) -> None:
    """Saturday's night shoot, call 25:30: Sunday is said wherever the hour is."""
    for text in read(code, (SUNDAY, time(1, 30))):
        assert WEEKDAY[code] in text, text
        assert "01:30" in text


@pytest.mark.parametrize("code", languages())
def test_a_call_of_the_day_itself_is_the_hour_alone(code: str) -> None:
    """The day stands in the message already."""
    for text in read(code, (SATURDAY, time(17, 30))):
        assert WEEKDAY[code] not in text, text


def test_a_call_past_midnight_goes_and_comes_back() -> None:
    """As a call sheet writes it, as an instant, and as it is compared with the next schedule."""
    call = call_hour(25, 30)
    moment = call.on(SATURDAY, ZONE)
    assert moment == instant(SUNDAY, time(1, 30), ZONE)
    assert call_hour_of(moment, SATURDAY, ZONE) == call
    assert str(call) == "25:30"
