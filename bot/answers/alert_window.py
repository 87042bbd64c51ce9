"""What the coordinator's window behind an alert shows, as far as its reader may see it."""

from bot.alerts import acknowledge
from bot.answers.gathered import answers_behind
from bot.answers.typed_messages import loose_notes, scenes_waiting, shown_words
from bot.checkins.settling import settle
from bot.checkins.views import open_matters
from bot.closed_sets.views import closed_set_detail
from bot.domain.alert_kinds import RULES, EndsWith
from bot.domain.coordination import AlertDetail, OpenMatter, WhoseAccount, WrittenDetail
from bot.domain.matters import Closing, Shown
from bot.domain.touches import Touch
from bot.domain.unreadable import LOST, Spoiled, listed
from bot.escalation import urgent_now
from bot.facts import day_name, words_still_open
from bot.matters import shown_of
from bot.parsing.questions import said
from bot.people import Actor, label_of
from bot.privacy.private_notes import Note, note_reading, open_note
from bot.readers import find_right, notes_kept_for
from bot.transaction import Transaction
from messages.alert import proposed_line
from messages.language import Language
from storage import (
    accounts,
    closed_sets,
    matters,
    people,
    privacy,
    productions,
    scenes,
    schedule,
    shoot_days,
    strips,
    written,
)
from storage.alerts import CONFIDENTIAL, WRITTEN, Alert, AlertKind
from storage.privacy import PrivateNote
from storage.written import UnreadWhy

ABOUT_ANSWERS = (*CONFIDENTIAL, AlertKind.ANSWERED_SINCE)
ABOUT_PLAN = (AlertKind.MOVED, AlertKind.CUT, AlertKind.OPEN_HERE)
# Behind these stand the performer's words as well.
WITH_WORDS = (*WRITTEN, AlertKind.SAYS_NOTHING_CHANGES)


async def open_alert(transaction: Transaction, alert: Alert, reader: Actor) -> AlertDetail:
    """Show what an alert is about. Where nothing has to be acknowledged, opening it is enough."""
    if RULES[alert.kind].ends_with is not EndsWith.DECISION and not await urgent_now(transaction, alert):
        await acknowledge(transaction, alert, reader.person)
    return await alert_detail(transaction, alert, reader)


async def alert_detail(transaction: Transaction, alert: Alert, reader: Actor) -> AlertDetail:
    """Everything behind an alert. That private words were opened is kept."""
    production = await productions.get(transaction.session, alert.production_id)
    kept_for = await notes_kept_for(transaction, reader, production.number)
    words, direction = await notes_behind(transaction, alert, None if kept_for is None else reader.person.number)
    answered = await answers_behind(transaction, alert)
    said = answered[-1] if answered else None
    if (words or direction) and alert.person_id is not None:
        await note_reading(transaction, production.number, alert.person_id, reader.person)
    day = await shoot_days.get(transaction.session, alert.shoot_day_id) if alert.shoot_day_id is not None else None
    scene = await scenes.get(transaction.session, alert.scene_id) if alert.scene_id is not None else None
    strip = await strips.find(transaction.session, scene.key, day.number) if scene and day else None
    channel = (
        await closed_sets.find(transaction.session, alert.closed_set_id) if alert.closed_set_id is not None else None
    )
    return AlertDetail(
        alert_id=alert.number,
        check_in_id=alert.check_in_id,
        kind=str(alert.kind),
        production=production.name,
        acknowledged=alert.acknowledged_at is not None,
        urgent=await urgent_now(transaction, alert),
        scene=scene.label if scene else None,
        day=day_name(production, day) if day else None,
        performer=await name_of(transaction, alert),
        answer=said.kind if said else None,
        said_at=said.said_at if said else None,
        zone=production.time_zone,
        rider_version=said.rider_version if said else None,
        filmed_at=strip.filmed_at if strip else None,
        words=tuple(words),
        direction=direction,
        words_kept_for=kept_for if alert.answer_id is not None or alert.kind in CONFIDENTIAL else None,
        words_wait=kept_for is not None and await find_right(transaction, reader, production.number) is not None,
        written=await written_detail(transaction, alert, kept_for),
        since=alert.since if alert.until else None,
        until=alert.until,
        channel=f"#{channel.name}" if channel else None,
        told=await told_besides(transaction, alert, reader.language),
        closed_set=await closed_set_detail(transaction, alert),
        matters=await open_behind(transaction, alert),
        touch=alert.touch,
        whose=await whose_account(transaction, alert),
    )


# What one tap in the window closes.


async def not_concerned(transaction: Transaction, alert: Alert, by: Actor, shown: Shown | None) -> AlertDetail:
    """What is open does not concern a scene any more, says the coordination; what is there afterwards."""
    for matter in await open_behind(transaction, alert):
        if matter.may_leave and shown is not None and shown.matters == (matter.shown,):
            alone = Shown(0, (matter.shown,))
            closing = Closing.NOT_CONCERNED
            await settle(transaction, alone, closing, by.person, read=False, scene_id=matter.scene_id)
    return await alert_detail(transaction, alert, by)


async def open_behind(transaction: Transaction, alert: Alert) -> tuple[OpenMatter, ...]:
    """Everything open of the performer an alert is about, in its production; else what is open with its scene."""
    if alert.person_id is not None and alert.kind in ABOUT_ANSWERS:
        of_person = await matters.list_open_of(transaction.session, alert.person_id)
        found = [matter for matter in of_person if matter.production_id == alert.production_id]
    elif alert.scene_id is not None and alert.kind in ABOUT_PLAN:
        found = await matters.list_open(transaction.session, alert.scene_id)
    else:
        return ()
    scene_id = alert.scene_id if alert.kind in ABOUT_PLAN else None
    return await open_matters(transaction, shown_of(found), scene_id)


async def name_of(transaction: Transaction, alert: Alert) -> str | None:
    """Whom an alert is about, told apart from anybody of the same name."""
    if alert.person_id is None:
        return None
    return await label_of(transaction, alert.production_id, await people.get(transaction.session, alert.person_id))


async def whose_account(transaction: Transaction, alert: Alert) -> WhoseAccount | None:
    """The account an alert asks about, while nobody has answered."""
    if alert.kind is not AlertKind.ACCOUNT_ASKED or alert.person_id is None:
        return None
    asked = await accounts.find_asked_of(transaction.session, alert.production_id, alert.person_id)
    if asked is None:
        return None
    who = await people.get(transaction.session, alert.person_id)
    return WhoseAccount(asked.number, asked.slack_user, await name_of(transaction, alert) or "", who.in_person)


async def told_besides(transaction: Transaction, alert: Alert, tongue: Language) -> tuple[str, ...]:
    """What an import left to look at, or what the text of a scene says now."""
    if alert.kind is AlertKind.PROPOSED:
        return await left_open(transaction, alert, tongue)
    if alert.touch not in (Touch.TEXT, Touch.MORE_SUGGESTED) or alert.scene_id is None:
        return ()
    scene = await scenes.get(transaction.session, alert.scene_id)
    words = [", ".join(listed(scene.hints))] if alert.touch is Touch.MORE_SUGGESTED else []
    return tuple(line for line in (scene.synopsis, *words) if line)


async def left_open(transaction: Transaction, alert: Alert, tongue: Language) -> tuple[str, ...]:
    """The scenes an import has proposed, why, and the questions its file left."""
    kept = (
        await schedule.find_import(transaction.session, alert.production_id, alert.board_version)
        if alert.board_version is not None
        else None
    )
    if kept is None:
        return ()
    if isinstance(kept.proposed, Spoiled) or isinstance(kept.questions, Spoiled):
        return (LOST,)
    proposed = [await scenes.get(transaction.session, number) for number in kept.proposed]
    lines = [proposed_line(tongue, one.label, listed(one.hints)) for one in proposed]
    return (*lines, *(said(question, tongue) for question in kept.questions))


async def notes_behind(transaction: Transaction, alert: Alert, only_for: int | None) -> tuple[list[str], str]:
    """The performer's words that belong to an alert, and which way they said it goes.

    `only_for`: somebody who reads no more than what was released to them.
    """
    rows = await rows_behind(transaction, alert)
    readable = [row for row in rows if only_for is None or row.released_to == only_for]
    found: list[Note] = [open_note(transaction, row) for row in readable]
    direction = next((words.direction for words in reversed(found) if words.direction), "")
    return [words.text for words in found if words.text], direction


async def rows_behind(transaction: Transaction, alert: Alert) -> list[PrivateNote]:
    """The notes that belong to an alert, oldest first; behind typed words all that was typed and is not read."""
    rows: dict[int, PrivateNote] = {}
    for answer in await answers_behind(transaction, alert):
        for row in await privacy.list_notes_with(transaction.session, answer.number):
            rows[row.number] = row
    if alert.person_id is not None and alert.kind in WITH_WORDS:
        for row in await loose_notes(transaction, alert.person_id, alert.production_id):
            rows[row.number] = row
        for row in await waiting_notes(transaction, alert.person_id, alert.production_id):
            rows[row.number] = row
    return [row for _, row in sorted(rows.items()) if row.production_id == alert.production_id]


async def waiting_notes(transaction: Transaction, person_id: int, production_id: int) -> list[PrivateNote]:
    """The words because of which scenes stand with the coordinator: what she reads is all that one tap answers."""
    keys = {
        key
        for row in await scenes_waiting(transaction, person_id, production_id)
        for key in await words_still_open(transaction, row)
    }
    return [row for row in await privacy.list_notes_by(transaction.session, person_id) if row.key in keys]


async def written_detail(transaction: Transaction, alert: Alert, kept_for: str | None) -> WrittenDetail | None:
    """What one tap would say about the words behind an alert, and what their performer says of them."""
    shown = await shown_words(transaction, alert)
    if shown is None or alert.person_id is None:
        return None
    waiting = await scenes_waiting(transaction, alert.person_id, alert.production_id)
    unread = await written.list_unread(transaction.session, alert.person_id, alert.production_id)
    unclaimed = {row.key for row in unread if row.why is UnreadWhy.WHICH_PRODUCTION}
    keys = {key for row in waiting for key in await words_still_open(transaction, row)} | unclaimed
    known = await written.list_keyed(transaction.session, sorted(keys))
    unclaimed_yet = any(row.production_id is None for row in known)
    waits = await open_matters(transaction, shown)
    labels = [label for matter in waits for label in (matter.scene, *matter.besides)]
    return WrittenDetail(
        shown=shown,
        scenes=tuple(dict.fromkeys(labels)),
        says=tuple(dict.fromkeys(str(row.about) for row in known if row.about is not None)),
        elsewhere=any(row.production_id not in (None, alert.production_id) for row in known),
        unclaimed=unclaimed_yet,
        open=bool(shown.matters or unread),
        readable=kept_for is None
        and not unclaimed_yet
        and not any(row.why is not UnreadWhy.WHICH_PRODUCTION for row in unread),
    )


async def reads_words(transaction: Transaction, alert: Alert, reader: Actor) -> bool:
    """Whether this person may be shown all that was written, so that they can say that they have read it."""
    detail = await written_detail(transaction, alert, await notes_kept_for(transaction, reader, alert.production_id))
    return detail is None or detail.readable
