"""What is longer than a window is read page by page, all of it."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
from sqlmodel import select

from bot.alerts import raise_alert
from bot.domain.record_kinds import RecordKind
from bot.record import all_facts
from bot.terms.wording import limits_of
from handlers.home import home_of
from handlers.replies import NOTHING, Reply
from handlers.requests import Kind, Request
from storage.alerts import AlertKind
from storage.check_ins import CheckIn
from storage.scenes import Intimacy, Scene
from tests.cases.house import MIA, OLA, House, baltic, buttons_in, confirmed_by_ola
from tests.engines import Engine, fresh
from tests.world import BALTIC, visible

WORDS = [f"first{number} " + "and on " * 500 + f"last{number}" for number in range(12)]


@pytest.fixture
async def house(sqlite_engine: Engine, tmp_path: Path) -> AsyncIterator[House]:
    """Ola has confirmed scene 42A."""
    with fresh(sqlite_engine, tmp_path, BALTIC) as url:
        async with baltic(url) as found:
            await confirmed_by_ola(found)
            yield found


def buttons_of(reply: Reply) -> dict[str, tuple[str, str]]:
    """The buttons of a window by what each says: what it does, and what it carries."""
    assert reply.modal is not None
    elements = [one for block in reply.modal.view()["blocks"] for one in block.get("elements", [])]
    return {one["text"]["text"]: (one["action_id"], one["value"]) for one in elements if one["type"] == "button"}


def read(reply: Reply) -> str:
    """What a window says."""
    assert reply.modal is not None
    return visible(reply.modal.view())


async def turn(
    house: House, user: str, reply: Reply, button: str = "Next page", fields: Mapping[str, str] | None = None
) -> Reply:
    """Another page of a window; `fields`: what stands in its inputs by then."""
    name, value = buttons_of(reply)[button]
    return await house.bot.ask(Request(Kind.BUTTON, name, house.bot.key(), user, value, "1", fields=fields or {}))


async def window(house: House) -> Reply:
    """The window behind the coordinator's newest alert."""
    name, value = next(one for one in (await house.heard(MIA))[-1].buttons() if one[0] == "alert")
    return await house.bot.tap(MIA, name, value)


async def test_the_coordinator_reads_all_the_words_before_the_plan_stands(house: House) -> None:
    """Forty thousand letters in twelve messages: each from the first to the last, the one tap on the last page."""
    for words in WORDS:
        await house.bot.type(OLA, words)
    page, seen = await window(house), []
    while "Next page" in buttons_of(page):
        assert "Read, plan stands" not in buttons_of(page)
        seen.append(read(page))
        page = await turn(house, MIA, page)
        assert page.replace
    seen.append(read(page))
    assert len(seen) >= 4
    assert all(f"first{number} " in "".join(seen) and f"last{number}”" in "".join(seen) for number in range(12))
    assert "Page 1 of" in read(await turn(house, MIA, await turn(house, MIA, await window(house)), "Page before"))
    assert "the plan stands" in read(await house.bot.tap(MIA, *buttons_of(page)["Read, plan stands"]))


async def test_what_comes_while_somebody_reads_is_read_from_the_beginning(house: House) -> None:
    """A page is turned to what was read before, not to something else."""
    for words in WORDS:
        await house.bot.type(OLA, words)
    first = await window(house)
    await house.bot.type(OLA, "and no")
    again = await turn(house, MIA, first)
    assert "This has changed since you last looked" in read(again)
    assert "Page 1 of" in read(again)
    assert "Page 2 of" in read(await turn(house, MIA, again))


async def add_scenes(house: House, first: int, end: int) -> None:
    """Scenes that nobody has said anything about."""
    async with house.bot.transaction() as transaction:
        for number in range(first, end):
            scene = Scene(production_id=house.production.number, number=f"{number}x", intimacy=Intimacy.PROPOSED)
            transaction.session.add(scene)


async def test_a_list_longer_than_a_message_is_a_window(house: House) -> None:
    """Four hundred scenes: all of them, page by page, and only for whoever may give the command."""
    await add_scenes(house, 0, 400)
    page = await house.bot.command(MIA, "/scene", "list")
    seen = [read(page)]
    while "Next page" in buttons_of(page):
        assert (await turn(house, OLA, page)).modal is None
        page = await turn(house, MIA, page)
        seen.append(read(page))
    assert all(f"Scene {number}x " in "".join(seen) for number in range(400))


async def test_a_window_is_read_once_however_many_pages_it_has(house: House) -> None:
    """One entry for all of its pages; another one where what is read has changed, and it begins again."""
    await add_scenes(house, 0, 400)
    page = await turn(house, MIA, await house.bot.command(MIA, "/scene", "list"))
    page = await turn(house, MIA, page, "Page before")
    assert await times_read(house) == 1
    await add_scenes(house, 400, 401)
    page = await turn(house, MIA, page)
    assert "This has changed since you last looked" in read(page)
    assert await times_read(house) == 2


async def times_read(house: House) -> int:
    """How often it is on record that somebody has read something."""
    async with house.bot.transaction() as transaction:
        facts = await all_facts(transaction, house.production.number)
    return [one["kind"] for one in facts].count(RecordKind.READ)


async def test_what_was_typed_is_there_after_a_page_is_turned_and_sent_from_the_last_alone(house: House) -> None:
    """Back to the words and on again, the limits are as they were typed; sent too early, the next page comes."""
    for words in WORDS[:6]:
        await house.bot.type(OLA, words)
    typed = {"limits": "Less of it.", "partners": "Only so far."}
    page = await house.bot.command(MIA, "/checkin", "limits 42A <@U0OLA|ola>")
    early = await house.bot.fill(MIA, page, typed)
    assert "Page 2 of" in read(early)
    page = await turn(house, MIA, early, "Page before", typed)
    assert "Page 1 of" in read(page)
    while "Next page" in buttons_of(page):
        assert filled_in(page) == typed
        assert await limits_kept(house) == []
        page = await turn(house, MIA, page, fields=filled_in(page))
    await house.bot.fill(MIA, page, filled_in(page))
    assert await limits_kept(house) == [typed]


async def test_limits_that_come_while_pages_are_turned_are_read_beside_what_is_typed(house: House) -> None:
    """It begins again with what holds by then, and what was typed stays."""
    for words in WORDS[:6]:
        await house.bot.type(OLA, words)
    typed = {"limits": "Less of it.", "partners": ""}
    page = await house.bot.command(MIA, "/checkin", "limits 42A <@U0OLA|ola>")
    other = await house.bot.tap(MIA, *page.modal.again) if page.modal is not None and page.modal.again else NOTHING
    while "Next page" in buttons_of(other):
        other = await turn(house, MIA, other)
    await house.bot.fill(MIA, other, {"limits": "Hands alone."})
    page = await turn(house, MIA, page, fields=typed)
    assert "This has changed since you last looked" in read(page)
    assert "Hands alone." in read(page)
    assert filled_in(page) == typed


async def test_what_is_agreed_anew_while_pages_are_turned_is_no_page_of_what_was_read(house: House) -> None:
    """Late pages change nothing that stands in the window to record an answer: it begins again all the same."""
    for words in WORDS[:6]:
        await house.bot.type(OLA, words)
    page = await house.bot.command(MIA, "/checkin", "record 42A <@U0OLA|ola>")
    await house.bot.command(MIA, "/scene", "pages 42A")
    page = await turn(house, MIA, page)
    assert "This has changed since you last looked" in read(page)
    assert "Page 2 of" in read(await turn(house, MIA, page))


def filled_in(reply: Reply) -> dict[str, str]:
    """What stands in the inputs of a window."""
    assert reply.modal is not None
    elements = [one["element"] for one in reply.modal.view()["blocks"] if one["type"] == "input"]
    return {one["action_id"]: one.get("initial_value", "") for one in elements}


async def limits_kept(house: House) -> list[dict[str, str]]:
    """The limits that hold in any scene, by whom they are for."""
    found = []
    async with house.bot.transaction() as transaction:
        for check_in in (await transaction.session.exec(select(CheckIn))).all():
            limits = await limits_of(transaction, check_in)
            found += [{"limits": limits.own, "partners": limits.partners}] if limits.own else []
    return found


async def test_no_page_does_anything_again(house: House) -> None:
    """A page button that names an act does nothing, whoever made it."""
    before = await house.standing()
    for name in ("answer_not_as_agreed", "plan_stands", "remove_spared", "page_after", ""):
        reply = await house.bot.tap(OLA, "page_after", f"1|mark|{name}|1:0")
        assert reply.modal is None
    assert await house.standing() == before


async def test_home_goes_on_on_another_page(house: House) -> None:
    """Sixty things that wait: each has its button, on one page or the next, and what is always there is on both."""
    async with house.bot.transaction() as transaction:
        raised = [
            (await raise_alert(transaction, house.production.number, AlertKind.PROPOSED, str(number))).number
            for number in range(60)
        ]
    views = [await house.bot.home(MIA)]
    name, value = next(one for one in buttons_in(views[0]["blocks"]) if one[0] == "page_after")
    turned = await house.bot.tap(MIA, name, value)
    assert turned.home
    assert turned.home_page == 1
    async with house.bot.transaction() as transaction:
        views.append((await home_of(transaction, MIA, 1)).view())
    offered = [value for view in views for name, value in buttons_in(view["blocks"]) if name == "alert"]
    assert {str(number) for number in raised} <= set(offered)
    assert len(offered) == len(set(offered))
    assert all("kept" in dict(buttons_in(view["blocks"])) for view in views)
