"""Every template a delivery can name, and what is remembered once it has arrived."""

from collections.abc import Awaitable, Callable

from bot.alerts import end_alerts
from bot.delivery import closed_sets, coordination, performers, privacy, proof, readiness
from bot.delivery.message import MessageContext, Writer
from bot.delivery.who_reads import may_read
from bot.domain.record_kinds import RecordKind
from bot.locales import language_of
from bot.record import record
from bot.transaction import Transaction
from messages.blocks import Message
from storage import alerts, people
from storage.alerts import AlertKind
from storage.deliveries import Delivery, Template
from storage.people import Person

WRITERS: dict[Template, Writer] = {
    Template.CHECK_IN: performers.write_check_in,
    Template.RECEIPT: performers.write_receipt,
    Template.TYPED_RECEIPT: performers.write_typed_receipt,
    Template.WITHDRAWN: performers.write_withdrawn,
    Template.SEEN: performers.write_seen,
    Template.MORNING: performers.write_morning,
    Template.NOTICE: performers.write_notice,
    Template.HELP: performers.write_help,
    Template.NEW_READER: performers.write_new_reader,
    Template.USE_COMMANDS: performers.write_use_commands,
    Template.UNSAID: performers.write_unsaid,
    Template.READINESS: readiness.write_readiness,
    Template.RADIO: readiness.write_radio,
    Template.ALERT: coordination.write_alert,
    Template.GATHERED: coordination.write_gathered,
    Template.NOT_CLEARED: closed_sets.write_not_cleared,
    Template.CLOSED_SET_ADDED: closed_sets.write_added,
    Template.CLOSED_SET_ALARM: closed_sets.write_alarm,
    Template.CLOSED_SET_RIGHT: closed_sets.write_right,
    Template.CLOSED_SET_WRAPPED: closed_sets.write_wrapped,
    Template.CLOSURE: closed_sets.write_closure,
    Template.HANDOVER: coordination.write_handover,
    Template.DUTY_ENDED: coordination.write_duty_ended,
    Template.KEPT_UPDATE: privacy.write_kept_update,
    Template.OWN_DATA: privacy.write_own_data,
    Template.WORDS_GO: privacy.write_words_go,
    Template.RECORD_HEAD: proof.write_record_head,
    Template.PRODUCTION_GOES: privacy.write_production_goes,
}

Arrival = Callable[[Transaction, Delivery, Person], Awaitable[None]]
ARRIVALS: dict[Template, Arrival] = {Template.READINESS: readiness.readiness_delivered}

# What has to be provable: that a performer was asked, that the coordinator was told, what the AD read.
PROOFS = {
    Template.CHECK_IN: RecordKind.CHECK_IN_DELIVERED,
    Template.ALERT: RecordKind.ALERT_DELIVERED,
    Template.GATHERED: RecordKind.ALERT_DELIVERED,
    Template.READINESS: RecordKind.WORD_DELIVERED,
}


async def render(transaction: Transaction, delivery: Delivery) -> Message | None:
    """What a delivery says now, in its reader's language; None when there is nothing left to say to them."""
    reader = await people.get(transaction.session, delivery.person_id)
    context = MessageContext(transaction, delivery, reader, await language_of(transaction, reader))
    return await WRITERS[delivery.template](context) if await may_read(context) else None


async def arrived(transaction: Transaction, delivery: Delivery) -> None:
    """Remember what follows from a delivery having reached its reader, who can be reached therefore."""
    await end_alerts(transaction, [AlertKind.UNREACHABLE], person_id=delivery.person_id)
    remember = ARRIVALS.get(delivery.template)
    if remember is not None:
        await remember(transaction, delivery, await people.get(transaction.session, delivery.person_id))
    kind = PROOFS.get(delivery.template)
    if kind is not None and delivery.production_id is not None:
        told = {name: value for name, value in delivery.subject.items() if name in ("day", "alert")}
        alert = await alerts.find(transaction.session, told["alert"]) if told.get("alert") is not None else None
        await record(
            transaction,
            delivery.production_id,
            kind,
            about=delivery.person_id,
            concerned=alert.person_id if alert is not None else None,
            delivery=delivery.number,
            **told,
        )
