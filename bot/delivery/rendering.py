"""Every template a delivery can name, and what is remembered once it has arrived."""

from collections.abc import Awaitable, Callable

from bot.delivery import closed_sets, coordination, performers, privacy, readiness
from bot.delivery.message import Letter, Writer
from bot.people import language_of
from bot.record import RecordKind, record
from bot.transaction import Transaction
from messages.blocks import Message
from storage import people
from storage.deliveries import Delivery
from storage.people import Person

WRITERS: dict[str, Writer] = {
    "check_in": performers.check_in_letter,
    "receipt": performers.receipt_letter,
    "typed_receipt": performers.typed_receipt_letter,
    "withdrawn": performers.withdrawn_letter,
    "seen": performers.seen_letter,
    "morning": performers.morning_letter,
    "notice": performers.notice_letter,
    "use_commands": performers.use_commands_letter,
    "words": readiness.words_letter,
    "radio": readiness.radio_letter,
    "alert": coordination.alert_letter,
    "not_cleared": closed_sets.not_cleared_letter,
    "closed_set_added": closed_sets.added_letter,
    "closed_set_alarm": closed_sets.alarm_letter,
    "closed_set_right": closed_sets.right_letter,
    "closed_set_wrapped": closed_sets.wrapped_letter,
    "closure": closed_sets.closure_letter,
    "handover": coordination.handover_letter,
    "duty_ended": coordination.duty_ended_letter,
    "kept_update": privacy.kept_update_letter,
    "own_data": privacy.own_data_letter,
    "words_go": privacy.words_go_letter,
}

Arrival = Callable[[Transaction, Delivery, Person], Awaitable[None]]
ARRIVALS: dict[str, Arrival] = {"words": readiness.words_delivered}

# What has to be provable: that a performer was asked, that the coordinator was told, what the AD read.
PROOFS = {
    "check_in": RecordKind.CHECK_IN_DELIVERED,
    "alert": RecordKind.ALERT_DELIVERED,
    "words": RecordKind.WORD_DELIVERED,
}


async def write_letter(transaction: Transaction, delivery: Delivery) -> Message | None:
    """What a delivery says now, in its reader's language; None when there is nothing left to say."""
    reader = await people.get(transaction.session, delivery.person_id)
    return await WRITERS[delivery.template](
        Letter(transaction, delivery, reader, await language_of(transaction, reader))
    )


async def arrived(transaction: Transaction, delivery: Delivery) -> None:
    """Remember what follows from a delivery having reached its reader."""
    remember = ARRIVALS.get(delivery.template)
    if remember is not None:
        await remember(transaction, delivery, await people.get(transaction.session, delivery.person_id))
    kind = PROOFS.get(delivery.template)
    if kind is not None and delivery.production_id is not None:
        about = {name: value for name, value in delivery.subject.items() if name in ("day", "alert")}
        await record(
            transaction, delivery.production_id, kind, about=delivery.person_id, delivery=delivery.number, **about
        )
