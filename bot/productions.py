"""Setting up a production: its times, its people and their roles."""

import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from bot.checkins.consequences import hurry_all, replan
from bot.domain.jurisdictions import Country, NoProfile, after_change, profile, profiles
from bot.domain.record_kinds import RecordKind
from bot.domain.roles import COORDINATION, Role
from bot.duty import end_duty
from bot.people import find_actor, show_home_anew
from bot.readers import tell_of_reader
from bot.record import record
from bot.transaction import Transaction
from messages.language import Language
from storage import people, productions
from storage.accounts import Account
from storage.people import CastMember, Person, RoleHeld
from storage.productions import Production

SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")


class ProductionUnfit(Exception):
    """A production cannot be set up like this. One sentence says what to change, in English or any language."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values))
        self._sentence = sentence
        self._values = values

    def said(self, tongue: Language) -> str:
        """The sentence in a reader's language."""
        return tongue.say(self._sentence, **self._values)


@dataclass(frozen=True)
class Somebody:
    """A person as they are named when roles are given: a Slack user id, or a name alone for somebody without Slack.

    `from_slack`: the name is the one Slack shows, which counts least.
    """

    name: str
    slack_user: str | None = None
    language: str | None = None
    from_slack: bool = False


async def add_production(
    transaction: Transaction, name: str, short_name: str, time_zone: str, **times: Any
) -> Production:
    """A new production. Raises ProductionUnfit for a name that is taken, a time zone or a profile nobody knows."""
    if not SHORT_NAME.fullmatch(short_name):
        raise ProductionUnfit(
            "The short name “{name}” does not fit: use small letters, digits and dashes, such as baltic.",
            name=short_name,
        )
    if await productions.find_by_name(transaction.session, short_name) or await productions.find_by_name(
        transaction.session, name
    ):
        raise ProductionUnfit(
            "There is a production called {name} or {short_name} already. Choose another name.",
            name=name,
            short_name=short_name,
        )
    production = Production(name=name, short_name=short_name, time_zone=time_zone, created_at=transaction.now)
    await change_production(transaction, production, time_zone=time_zone, **times)
    await record(transaction, production.number, RecordKind.PRODUCTION_ADDED)
    await record(transaction, production.number, RecordKind.HEAD_SIGNED)
    return production


async def change_production(transaction: Transaction, production: Production, **values: Any) -> None:
    """Change settings of a production; everything that is due is planned anew. Raises ProductionUnfit.

    Another `profile` changes what was as the profile before said; what the production had otherwise stays its own.
    Another time zone of one that is there moves its plan, which has a door of its own: bot/schedule/time_zone.py.
    """
    before = production.profile if production.id else None
    if "profile" in values:
        values = {**settings_under(production, values.pop("profile")), **values}
    zone = values.get("time_zone", production.time_zone)
    assert production.id is None or zone == production.time_zone, "A time zone is changed with its plan."
    check_zone(zone)
    # The same settings once more, as from a window that was sent twice, are no change.
    same = production.id is not None and all(getattr(production, name) == value for name, value in values.items())
    for name, value in values.items():
        if isinstance(value, int) and not isinstance(value, bool) and value < 0:
            raise ProductionUnfit(
                "{setting} cannot be {value}: use zero or more.", setting=name.replace("_", " "), value=value
            )
        setattr(production, name, value)
    check_paces(production)
    transaction.session.add(production)
    await transaction.session.flush()
    if production.profile != before:
        await record(transaction, production.number, RecordKind.PROFILE_CHANGED, profile=Country(production.profile))
    if not same:
        await record_settings(transaction, production)
    await replan(transaction, production)


async def record_settings(transaction: Transaction, production: Production) -> None:
    """Put on record that settings have changed, with those that a performer's agreement hangs on."""
    await record(
        transaction,
        production.number,
        RecordKind.SETTINGS_CHANGED,
        notice_hours=production.notice_hours,
        rider_required=production.rider_required,
        first_checkin_hours=production.first_checkin_hours,
        keep_words_days=production.keep_words_days,
    )


def check_zone(zone: str) -> None:
    """There is a time zone of this name. Raises ProductionUnfit."""
    if zone not in available_timezones():
        raise ProductionUnfit("There is no time zone called “{zone}”. Write one such as Europe/Warsaw.", zone=zone)


def check_paces(production: Production) -> None:
    """Nothing can come again after no time. Raises ProductionUnfit."""
    if not 1 <= production.grid_minutes <= 60:
        raise ProductionUnfit("grid minutes must be between 1 and 60.")
    if not 1 <= production.close_grid_minutes <= 60:
        raise ProductionUnfit("close grid minutes must be between 1 and 60.")
    if production.line_every_hours < 1:
        raise ProductionUnfit("line every hours must be at least 1.")
    if production.alert_repeat_minutes < 1:
        raise ProductionUnfit("alert repeat minutes must be at least 1.")
    if production.alert_close_minutes < 1:
        raise ProductionUnfit("alert close minutes must be at least 1.")


async def save_settings(transaction: Transaction, production: Production, **values: Any) -> None:
    """Change settings of a production as its coordinator may; the AD's words follow. Raises ProductionUnfit.

    Then nothing of it is kept.
    """
    async with transaction.session.begin_nested():
        await change_production(transaction, production, **values)
    await hurry_all(transaction, production)


def settings_under(production: Production, code: str) -> dict[str, Any]:
    """The production's settings once it has another profile. Raises ProductionUnfit for one nobody knows."""
    try:
        chosen = profile(code)
    except NoProfile:
        raise ProductionUnfit(
            "There is no profile “{code}”. Write one of: {codes}.", code=code, codes=", ".join(profiles())
        ) from None
    return {**after_change(profile(production.profile), chosen, production.model_dump()), "profile": chosen.code}


async def somebody(transaction: Transaction, who: Somebody) -> Person:
    """The stored person for somebody, made when they are new."""
    known = await people.find_by_slack_user(transaction.session, who.slack_user) if who.slack_user else None
    if known is None:
        known = Person(
            slack_user=who.slack_user,
            name=who.name,
            named_language=who.language,
            in_person=who.slack_user is None,
        )
        transaction.session.add(known)
        await transaction.session.flush()
        if who.slack_user is not None:
            account = Account(person_id=known.number, slack_user=who.slack_user, since=transaction.now)
            transaction.session.add(account)
    take_name(transaction, known, who.name, from_slack=who.from_slack)
    await transaction.session.flush()
    return known


def take_name(transaction: Transaction, who: Person, name: str, *, from_slack: bool = False) -> None:
    """The name a production lists somebody under, or the one Slack shows; what they chose themselves stays."""
    if name and from_slack:
        who.slack_name = name
    elif name:
        who.listed_name = name
    who.stand_with_name()
    transaction.session.add(who)


async def give_role(
    transaction: Transaction, production: Production, who: Person, role: Role, phone: str = ""
) -> RoleHeld:
    """Give somebody a role. A coordinator or deputy still has to go on duty."""
    held = await people.find_role(transaction.session, production.number, who.number, role)
    if held is None:
        if await people.list_roles(transaction.session, who.number):
            # Beside a performer's role some others do not count: what Home showed for them goes.
            await show_home_anew(transaction, who.slack_user)
        held = RoleHeld(production_id=production.number, person_id=who.number, role=role)
        await record(transaction, production.number, RecordKind.ROLE_GIVEN, about=who.number, role=role)
    held.phone = phone or held.phone
    transaction.session.add(held)
    await transaction.session.flush()
    reader = await find_actor(transaction, who.slack_user or "") if role is Role.COORDINATOR else None
    if reader is not None:
        await tell_of_reader(transaction, production.number, reader)
    return held


async def take_role(transaction: Transaction, production: Production, who: Person, role: Role) -> bool:
    """Take a role from somebody; their duty and what their Home shows end with it. False when they did not hold it."""
    held = await people.find_role(transaction.session, production.number, who.number, role)
    if held is None:
        return False
    await transaction.session.delete(held)
    await show_home_anew(transaction, who.slack_user)
    await record(transaction, production.number, RecordKind.ROLE_TAKEN, about=who.number, role=role)
    if role in COORDINATION:
        await end_duty(transaction, production, who)
    await transaction.session.flush()
    return True


async def name_cast(
    transaction: Transaction,
    production: Production,
    cast_id: str,
    who: Person,
    character: str = "",
    *,
    double: bool = False,
) -> None:
    """Say who plays a number on the cast list; they become a performer of the production. Plan again afterwards."""
    known = (await people.get_cast(transaction.session, production.number)).get(cast_id)
    member = known or CastMember(production_id=production.number, cast_id=cast_id, person_id=who.number)
    member.person_id, member.character, member.double = who.number, character, double
    transaction.session.add(member)
    await record(transaction, production.number, RecordKind.CAST_NAMED, about=who.number, double=double)
    await give_role(transaction, production, who, Role.PERFORMER)
