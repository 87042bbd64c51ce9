"""What is gathered for the coordination, each in short; and which answers stand behind one alert."""

from bot.domain.alert_kinds import TAPPED
from bot.domain.coordination import AlertDetail
from bot.facts import day_name
from bot.people import label_of
from bot.transaction import Transaction
from storage import alerts, answers, check_ins, people, scenes, shoot_days
from storage.alerts import Alert
from storage.answers import Answer
from storage.productions import Production


async def gathered_now(transaction: Transaction, production: Production) -> list[AlertDetail]:
    """What is gathered and nobody has looked at yet, each in short."""
    waiting = await alerts.list_gathered(transaction.session, production.number)
    return [await in_short(transaction, production, alert) for alert in waiting]


async def in_short(transaction: Transaction, production: Production, alert: Alert) -> AlertDetail:
    """What an alert is about, without anything that somebody said."""
    day = await shoot_days.get(transaction.session, alert.shoot_day_id) if alert.shoot_day_id is not None else None
    scene = await scenes.get(transaction.session, alert.scene_id) if alert.scene_id is not None else None
    who = await people.get(transaction.session, alert.person_id) if alert.person_id is not None else None
    return AlertDetail(
        alert_id=alert.number,
        check_in_id=None,
        kind=str(alert.kind),
        production=production.name,
        acknowledged=False,
        urgent=False,
        scene=scene.label if scene else None,
        day=day_name(production, day) if day else None,
        performer=await label_of(transaction, production.number, who) if who else None,
        answer=None,
        said_at=None,
        zone=production.time_zone,
        rider_version=None,
        filmed_at=None,
        words=None,
        direction="",
        words_kept_for=None,
        since=alert.since if alert.until else None,
        until=alert.until,
        channel=None,
        touch=alert.touch,
    )


async def answers_behind(transaction: Transaction, alert: Alert) -> list[Answer]:
    """What a performer has said of a scene since the alert was raised, oldest first; the last is what it is about."""
    if alert.answer_id is None:
        return []
    newest = await answers.find(transaction.session, alert.answer_id)
    if newest is None or alert.kind not in TAPPED or alert.scene_id is None:
        return [newest] if newest is not None else []
    rows = await check_ins.list_of_scene(transaction.session, alert.scene_id, alert.person_id)
    said = [one for row in rows for one in await answers.list_to(transaction.session, row.number)]
    since = [one for one in said if alert.raised_at <= one.recorded_at and one.number <= newest.number]
    return sorted(since, key=lambda one: one.number) or [newest]
