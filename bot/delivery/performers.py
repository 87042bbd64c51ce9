"""Letters to performers."""

from collections.abc import Sequence

from bot.checkins.asking import OPEN
from bot.delivery.message import Letter
from bot.domain.disclosure import Notice, OwnDay, OwnScene
from bot.facts import call_for_check_in, contact, day_name, revision_now, standing_of
from bot.transaction import Transaction
from messages import checkin
from messages.blocks import Message
from messages.help import use_commands
from messages.vocabulary import day_text
from storage import alerts, check_ins, deliveries, productions, scenes, shoot_days
from storage.check_ins import CheckIn
from storage.outages import Outage
from storage.productions import Production
from storage.shoot_days import ShootDay


async def own_scenes(transaction: Transaction, rows: Sequence[CheckIn]) -> tuple[OwnScene, ...]:
    """A performer's scenes as they may see them."""
    found = []
    for row in rows:
        about = await scenes.get(transaction.session, row.scene_id)
        found.append(
            OwnScene(
                row.number,
                about.label,
                about.set_name,
                await revision_now(transaction, row),
                await standing_of(transaction, row),
            )
        )
    return tuple(found)


async def own_day(transaction: Transaction, production: Production, day: ShootDay, rows: Sequence[CheckIn]) -> OwnDay:
    """A performer's day: call, scenes, whom to phone."""
    call = await call_for_check_in(transaction, production, day, rows[0]) if rows else None
    return OwnDay(
        day_name(production, day), call, await own_scenes(transaction, rows), await contact(transaction, production)
    )


async def check_in_letter(letter: Letter) -> Message | None:
    """The check-in of a day. Dropped when it is too late, nothing is open, or a newer one waits behind it."""
    transaction, production = letter.transaction, await letter.production()
    day = await shoot_days.get(transaction.session, letter.about("day"))
    why = str(letter.delivery.subject["why"])
    rows = [
        row for row in await check_ins.list_on(transaction.session, day.number, letter.reader.number) if row.asked_at
    ]
    still_open = [row for row in rows if await standing_of(transaction, row) in OPEN]
    newer = [
        other
        for other in await deliveries.list_unsent_to(transaction.session, letter.reader.number, "check_in")
        if other.number > letter.delivery.number and other.subject.get("day") == day.number
    ]
    if not still_open or newer or day.wrapped_at is not None:
        return None
    if transaction.now >= await call_for_check_in(transaction, production, day, still_open[0]):
        return None
    shown = rows if why == "first_round" else still_open
    return checkin.check_in_message(
        letter.language, await own_day(transaction, production, day, shown), why, await offline(letter)
    )


async def offline(letter: Letter) -> tuple[str, str] | None:
    """From when to when the bot was away, for a check-in that asks again because of it."""
    _, _, number = letter.delivery.key.partition(":outage:")
    if not number:
        return None
    outage = await letter.transaction.session.get(Outage, int(number.partition(":")[0]))
    production = await letter.production()
    assert outage is not None
    return (
        letter.language.moment(outage.began_at, production.time_zone),
        letter.language.moment(outage.ended_at, production.time_zone),
    )


async def receipt_letter(letter: Letter) -> Message | None:
    """The same receipt for every answer."""
    return checkin.receipt(letter.language)


async def typed_receipt_letter(letter: Letter) -> Message | None:
    """The receipt for typed words."""
    choices = [
        (number, (await productions.get(letter.transaction.session, number)).name)
        for number in letter.delivery.subject["choose"]
    ]
    return checkin.typed_receipt(letter.language, choices, str(letter.delivery.subject.get("words", "")))


async def withdrawn_letter(letter: Letter) -> Message | None:
    """One neutral line about a scene that left a day."""
    row = await check_ins.find(letter.transaction.session, letter.about("check_in"))
    if row is None or row.withdrawn_at is None:
        return None
    production = await letter.production()
    day = day_name(production, await shoot_days.get(letter.transaction.session, row.shoot_day_id))
    label = (await scenes.get(letter.transaction.session, row.scene_id)).label
    return checkin.withdrawn(letter.language, label, day_text(letter.language, day))


async def seen_letter(letter: Letter) -> Message | None:
    """An acknowledgement."""
    about = await alerts.find(letter.transaction.session, letter.about("alert"))
    return checkin.seen(letter.language, about.number) if about is not None else None


async def morning_letter(letter: Letter) -> Message | None:
    """The quiet message of the day; dropped once the call has come."""
    transaction, production = letter.transaction, await letter.production()
    day = await shoot_days.get(transaction.session, letter.about("day"))
    rows = await check_ins.list_on(transaction.session, day.number, letter.reader.number)
    if (
        not rows
        or day.wrapped_at is not None
        or transaction.now >= await call_for_check_in(transaction, production, day, rows[0])
    ):
        return None
    return checkin.morning(letter.language, await own_day(transaction, production, day, rows))


async def notice_letter(letter: Letter) -> Message | None:
    """How this works, before the first check-in."""
    production = await letter.production()
    facts = Notice(
        production.name, await contact(letter.transaction, production), production.contact, production.keep_words_days
    )
    return checkin.notice(letter.language, facts)


async def use_commands_letter(letter: Letter) -> Message | None:
    """Somebody of the crew typed here: nobody reads it, the commands do the work."""
    return use_commands(letter.language)
