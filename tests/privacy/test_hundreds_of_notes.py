"""Whoever has written hundreds of messages is answered as quickly as anybody: no statement for each of them."""

from collections.abc import Awaitable, Callable

from sqlalchemy import event

from bot.privacy.retention import forget_old_notes, warn_of_forgetting
from tests.cases.house import FRIDAY, JAN, MIA, OLA, House, baltic, text_of

FEW, MANY = 3, 30
Looking = Callable[[House], Awaitable[object]]


async def forgetting(house: House) -> None:
    """What is done on each round for all notes there are."""
    async with house.bot.transaction() as transaction:
        await warn_of_forgetting(transaction)
        await forget_old_notes(transaction)


LOOKS: dict[str, Looking] = {
    "everything kept": lambda house: house.bot.command(JAN, "/checkin", "mine"),
    "their notes": lambda house: house.bot.command(JAN, "/checkin", "delete"),
    "their own page": lambda house: house.bot.command(JAN, "/checkin", ""),
    "their Home": lambda house: house.bot.home(JAN),
    "the coordinator's Home": lambda house: house.bot.home(MIA),
    "the window behind the alert": lambda house: house.alert(MIA, "I am not sure"),
    "the plan": lambda house: house.bot.command(MIA, "/checkin", "status"),
    "forgetting": forgetting,
}


async def write(house: House, count: int) -> None:
    """Jan types so many messages, and everybody is told."""
    for number in range(count):
        await house.bot.type(JAN, f"I am not sure about it, {number}")
    await house.bot.rest()


async def statements(house: House, looking: Looking) -> int:
    """How many statements the database gets for one look."""
    given: list[str] = []
    engine = house.bot.session.get_bind().engine
    listening = (engine, "before_cursor_execute", lambda *about: given.append(about[2]))
    event.listen(*listening)
    try:
        await looking(house)
    finally:
        event.remove(*listening)
    return len(given)


async def test_the_number_of_notes_costs_no_statement(database_url: str) -> None:
    """Everything that shows or goes through notes asks the database as often with thirty of them as with three."""
    async with baltic(database_url) as house:
        await house.add_scene("42A", ["1", "2"])
        await house.at(FRIDAY, "08:00")
        for user in (OLA, JAN):
            await house.tap(user, (await house.heard(user, "still right for you?"))[-1], "answer_as_agreed")
        await write(house, FEW)
        # What is looked at for the first time is noted.
        for looking in LOOKS.values():
            await looking(house)
        few = {name: await statements(house, looking) for name, looking in LOOKS.items()}
        await write(house, MANY - FEW)
        many = {name: await statements(house, looking) for name, looking in LOOKS.items()}
        assert f"sure about it, {MANY - FEW - 1}" in text_of(await house.bot.command(JAN, "/checkin", "delete"))
        assert all(few.values())
        assert {name: many[name] - few[name] for name in LOOKS if many[name] > few[name] + 4} == {}
