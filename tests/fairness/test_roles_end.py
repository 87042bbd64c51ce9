"""Whoever was removed from a role reads nothing more: what waits for them is dropped, and their Home is emptied."""

import ast
import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import cast

import pytest
from sqlmodel import select

from bot.background.alarms import Alarms
from bot.checkins.accounts import note_account
from bot.delivery.message import MessageContext
from bot.delivery.who_reads import MAY_READ, may_read, themselves
from bot.domain.roles import Role
from bot.outbox import send
from bot.privacy.erasure import erase_production
from bot.productions import give_role, take_role
from bot.schedule.whose_account import end_account
from bot.slack import Slack, SlackBusy, SlackProblem, SlackRefused
from bot.transaction import Transaction
from handlers.home import Homes
from handlers.stale_homes import StaleHomes
from messages.blocks import Home
from messages.language import language
from storage import alerts, homes
from storage.alerts import AlertKind
from storage.deliveries import Delivery, DeliveryState, Priority, Template
from tests.alerts.acting import answer, at, heard
from tests.proofs.office import Office
from tests.scanning import modules

# In the order of the columns: coordinator, deputy, 1st AD, 2nd AD, performer, crew, producer, and somebody whose roles
# have ended, whoever they were.
PEOPLE = ("mia", "dev", "ada", "sam", "ola", "kit", "pia", "gone")
READ_BY = {
    Template.CHECK_IN: "····P···",
    Template.RECEIPT: "CD12PKR-",
    Template.TYPED_RECEIPT: "CD12PKR-",
    Template.WITHDRAWN: "CD12PKR-",
    Template.SEEN: "CD12PKR-",
    Template.MORNING: "····P···",
    Template.NOTICE: "····P···",
    Template.USE_COMMANDS: "CD12PKR·",
    Template.READINESS: "··12····",
    Template.RADIO: "··12····",
    Template.ALERT: "CD······",
    Template.GATHERED: "CD······",
    Template.NOT_CLEARED: "CD12PKR-",
    Template.CLOSED_SET_ADDED: "··1·····",
    Template.CLOSED_SET_ALARM: "··1·····",
    Template.CLOSED_SET_RIGHT: "C·1·····",
    Template.CLOSED_SET_WRAPPED: "········",
    Template.CLOSURE: "····P···",
    Template.HANDOVER: "CD······",
    Template.DUTY_ENDED: "CD12PKR-",
    Template.KEPT_UPDATE: "CD12PKR-",
    Template.OWN_DATA: "CD12PKR-",
    Template.WORDS_GO: "C·······",
    Template.RECORD_HEAD: "C·······",
    Template.PRODUCTION_GOES: "C···P···",
    Template.UNSAID: "CD12PKR-",
    Template.HELP: "····P···",
    Template.NEW_READER: "····P···",
}


async def end_roles(office: Office, who: str) -> None:
    """Every role of somebody ends, as at the command line."""
    async with office.in_process.transaction() as transaction:
        person = await office.person(transaction, who)
        for role in Role:
            await take_role(transaction, await office.production(transaction), person, role)


async def readers_of(office: Office, template: Template) -> str:
    """Who may read a message of one kind, by the letters of the table."""
    found = ""
    async with office.in_process.transaction() as transaction:
        for letter, who in zip("CD12PKR-", PEOPLE, strict=True):
            person = await office.person(transaction, "lea" if who == "gone" else who)
            about = Delivery(
                key="",
                production_id=office.film_id,
                person_id=person.number,
                template=template,
                subject={"closed_set": 0},
                priority=Priority.ANSWER,
                created_at=transaction.now,
                nonce="",
            )
            found += letter if await may_read(MessageContext(transaction, about, person, language("en"))) else "·"
    return found


async def test_every_message_has_its_readers(office: Office) -> None:
    """The table of the bot and this one name the same messages, and agree on every cell."""
    assert set(MAY_READ) == set(Template) == set(READ_BY)
    assert {template: await readers_of(office, template) for template in Template} == READ_BY
    own = {template for template, readership in MAY_READ.items() if readership is themselves}
    assert own == {template for template, row in READ_BY.items() if row.endswith("-")}


@pytest.mark.parametrize(("who", "template"), [("mia", Template.HANDOVER), ("ada", Template.READINESS)])
async def test_what_waits_for_somebody_removed_is_dropped_without_alarm(
    office: Office, who: str, template: Template
) -> None:
    """A handover to a coordinator, a line to an AD: written before, never read; and nobody is told that it was not."""
    await at(office, "06:00")
    async with office.in_process.transaction() as transaction:
        await send(
            transaction,
            await office.person(transaction, who),
            template,
            "waits",
            priority=Priority.ALERT,
            production_id=office.film_id,
            by=office.people["dev"],
            day=office.days["11"],
            line=True,
            as_of=transaction.now.isoformat(),
        )
    before = len(await alerts.list_not_ended(office.in_process.session, office.film_id))
    await end_roles(office, who)
    told = len(office.in_process.heard)
    await office.in_process.deliver()
    rows = (await office.in_process.session.exec(select(Delivery).where(Delivery.template == template))).all()
    assert {row.state for row in rows if row.key.endswith(f"waits:{office.people[who]}")} == {DeliveryState.DROPPED}
    assert {one.template for one in office.in_process.heard[told:] if one.user == office.user(who)} <= {
        Template.DUTY_ENDED
    }
    assert len(await alerts.list_not_ended(office.in_process.session, office.film_id)) == before


async def test_the_next_telling_goes_to_who_is_left(office: Office) -> None:
    """A no while the coordinator is being removed: she hears nothing of it any more, the deputy does."""
    await at(office, "06:50")
    async with office.in_process.transaction() as transaction:
        mia = await office.person(transaction, "mia")
    await end_roles(office, "mia")
    await answer(office, "ola", "not_as_agreed")
    assert mia.slack_user is not None
    assert heard(office, "mia", Template.ALERT) == []
    assert len(heard(office, "dev", Template.ALERT)) == 1


async def test_windows_left_open_do_nothing(office: Office) -> None:
    """What somebody removed taps or sends from what is still on their screen is refused, and changes nothing."""
    await at(office, "06:50")
    await answer(office, "ola", "not_as_agreed")
    (told,) = await alerts.list_about(office.in_process.session, [AlertKind.CHANGE])
    window = await office.in_process.tap("U0MIA", "alert", str(told.number))
    assert window.modal is not None
    await end_roles(office, "mia")
    sent = await office.in_process.submit("U0MIA", window.modal.callback, window.modal.about)
    assert sent.message is not None
    assert sent.message.text == "This message is not for you."
    (after,) = await alerts.list_about(office.in_process.session, [AlertKind.CHANGE])
    assert after.acknowledged_at is None
    tapped = await office.in_process.tap("U0MIA", "plan_stands", str(told.number))
    assert tapped.modal is None


# Home.


class Pages:
    """Slack, as far as it takes pages; the next ones as it is told."""

    def __init__(self) -> None:
        self.shown: dict[str, str] = {}
        self.problems: list[SlackProblem] = []

    async def show_home(self, user: str, home: Home) -> None:
        """One page."""
        if self.problems:
            raise self.problems.pop()
        self.shown[user] = json.dumps(home.view())


async def publish(office: Office, pages: Pages) -> None:
    """What shows stale Homes anew, a few at a time, until it rests."""
    shown = Homes(office.in_process.database, office.in_process.vault, office.in_process.clock, cast("Slack", pages))
    loop = StaleHomes(shown, Alarms())
    while True:
        await loop._round()
        if not loop.working:
            return
        await asyncio.gather(*loop.working.values())


async def role_taken(transaction: Transaction, office: Office) -> None:
    """At the command line."""
    who, production = await office.person(transaction, "mia"), await office.production(transaction)
    await take_role(transaction, production, who, Role.COORDINATOR)


async def performs_now(transaction: Transaction, office: Office) -> None:
    """An import names the coordinator on the cast list."""
    who, production = await office.person(transaction, "mia"), await office.production(transaction)
    await give_role(transaction, production, who, Role.PERFORMER)


async def account_closed(transaction: Transaction, office: Office) -> None:
    """Slack says so."""
    await note_account(transaction, await office.person(transaction, "mia"), active=False)


async def other_account(transaction: Transaction, office: Office) -> None:
    """Their account is theirs no more."""
    await end_account(transaction, await office.person(transaction, "mia"))


async def production_erased(transaction: Transaction, office: Office) -> None:
    """Everything of it goes, and with it everybody no other one names."""
    await erase_production(transaction, await office.production(transaction))


WAYS: list[Callable[[Transaction, Office], Awaitable[None]]] = [
    role_taken,
    performs_now,
    account_closed,
    other_account,
    production_erased,
]


@pytest.mark.parametrize("ends", WAYS)
async def test_home_is_emptied_whichever_way_a_role_ends(
    office: Office, ends: Callable[[Transaction, Office], Awaitable[None]]
) -> None:
    """The plan and the switches stood on the coordinator's Home; afterwards none do, without anybody opening it."""
    words = ("42", "home_duty", "settings")
    office.in_process.clock.moment = office.call("11", "05:00")
    before = json.dumps(await office.in_process.home("U0MIA"))
    assert [word for word in words if word not in before] == []
    async with office.in_process.transaction() as transaction:
        await ends(transaction, office)
    pages = Pages()
    await publish(office, pages)
    assert "U0MIA" in pages.shown
    assert [word for word in words if word in pages.shown["U0MIA"]] == []
    assert await homes.list_stale(office.in_process.session) == []


async def test_a_home_that_slack_does_not_take_is_tried_again(office: Office) -> None:
    """A limit of Slack's leaves it marked; what Slack refuses for good is let go."""
    async with office.in_process.transaction() as transaction:
        await role_taken(transaction, office)
    pages = Pages()
    pages.problems = [SlackBusy("ratelimited", 1)]
    await publish(office, pages)
    assert len(await homes.list_stale(office.in_process.session)) == 1
    pages.problems = [SlackRefused("user_not_found")]
    await publish(office, pages)
    assert await homes.list_stale(office.in_process.session) == []


def test_roles_are_given_and_taken_in_one_place() -> None:
    """Nothing else makes or deletes the row of a role, so that no way out of one forgets Home."""
    made = {
        path
        for path, tree in modules("bot", "handlers")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RoleHeld"
    }
    taken = {
        path
        for path, tree in modules("bot", "handlers")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "ROLE_TAKEN" and path != "bot/domain/record_kinds.py"
    }
    assert made == taken == {"bot/productions.py"}
