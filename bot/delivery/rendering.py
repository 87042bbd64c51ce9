"""Every template a delivery can name, and what is remembered once it has arrived."""

from collections.abc import Awaitable, Callable

from bot.delivery import closed_sets, coordination, performers, privacy, readiness
from bot.delivery.message import MessageContext, Writer
from bot.people import language_of
from bot.record import RecordKind, record
from bot.transaction import Transaction
from messages.blocks import Message
from storage import people
from storage.deliveries import Delivery
from storage.people import Person

WRITERS: dict[str, Writer] = {
    "check_in": performers.write_check_in,
    "receipt": performers.write_receipt,
    "typed_receipt": performers.write_typed_receipt,
    "withdrawn": performers.write_withdrawn,
    "seen": performers.write_seen,
    "morning": performers.write_morning,
    "notice": performers.write_notice,
    "use_commands": performers.write_use_commands,
    "words": readiness.write_readiness,
    "radio": readiness.write_radio,
    "alert": coordination.write_alert,
    "not_cleared": closed_sets.write_not_cleared,
    "closed_set_added": closed_sets.write_added,
    "closed_set_alarm": closed_sets.write_alarm,
    "closed_set_right": closed_sets.write_right,
    "closed_set_wrapped": closed_sets.write_wrapped,
    "closure": closed_sets.write_closure,
    "handover": coordination.write_handover,
    "duty_ended": coordination.write_duty_ended,
    "kept_update": privacy.write_kept_update,
    "own_data": privacy.write_own_data,
    "words_go": privacy.write_words_go,
}

Arrival = Callable[[Transaction, Delivery, Person], Awaitable[None]]
ARRIVALS: dict[str, Arrival] = {"words": readiness.readiness_delivered}

# What has to be provable: that a performer was asked, that the coordinator was told, what the AD read.
PROOFS = {
    "check_in": RecordKind.CHECK_IN_DELIVERED,
    "alert": RecordKind.ALERT_DELIVERED,
    "words": RecordKind.WORD_DELIVERED,
}


async def render(transaction: Transaction, delivery: Delivery) -> Message | None:
    """What a delivery says now, in its reader's language; None when there is nothing left to say."""
    reader = await people.get(transaction.session, delivery.person_id)
    return await WRITERS[delivery.template](
        MessageContext(transaction, delivery, reader, await language_of(transaction, reader))
    )


async def arrived(transaction: Transaction, delivery: Delivery) -> None:
    """Remember what follows from a delivery having reached its reader."""
    remember = ARRIVALS.get(delivery.template)
    if remember is not None:
        await remember(transaction, delivery, await people.get(transaction.session, delivery.person_id))
    kind = PROOFS.get(delivery.template)
    if kind is not None and delivery.production_id is not None:
        alert = {name: value for name, value in delivery.subject.items() if name in ("day", "alert")}
        await record(
            transaction, delivery.production_id, kind, about=delivery.person_id, delivery=delivery.number, **alert
        )
