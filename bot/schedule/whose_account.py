"""Whose an account is: a coordinator on duty says so, who has spoken with the performer, and nobody else."""

from bot.alerts import acknowledge
from bot.checkins.accounts import open_again
from bot.checkins.consequences import follow, hurry_all, touched
from bot.closed_sets.rosters import invite_again
from bot.domain.record_kinds import RecordKind
from bot.domain.refusals import AccountReason, AccountUnfit
from bot.domain.touches import Touch
from bot.people import Actor, show_home_anew
from bot.productions import Somebody, name_cast, somebody
from bot.record import record
from bot.schedule.accounts import is_somebodys
from bot.schedule.cast import record_age
from bot.schedule.intimate_plan import intimate_plan, tell_of_changes
from bot.transaction import Transaction
from storage import accounts, alerts, closed_sets, people, productions
from storage.accounts import Account, AccountAsked
from storage.alerts import AlertKind
from storage.people import Person


async def confirm_same(transaction: Transaction, asked: AccountAsked, by: Actor, *, in_slack: bool) -> str | None:
    """A coordinator has spoken with them: the account is theirs, and everything of theirs goes along.

    `in_slack`: somebody who was asked in person is asked in Slack from now on. The account they had before, if there
    was one: it reads nothing more. Raises AccountUnfit.
    """
    await check_may_decide(transaction, asked, by)
    who = await people.get(transaction.session, asked.person_id)
    if await is_somebodys(transaction, asked.slack_user, who):
        raise AccountUnfit(AccountReason.SOMEBODY_ELSES)
    before = who.slack_user if who.slack_user != asked.slack_user else None
    was_closed = who.deactivated_at is not None
    await give_account(transaction, who, asked.slack_user)
    if in_slack:
        who.in_person = False
        transaction.session.add(who)
    await decide(transaction, asked, by, same=True)
    await record(transaction, asked.production_id, RecordKind.ACCOUNT_CONFIRMED, about=who.number, by=by.person.number)
    for row in await closed_sets.list_live(transaction.session):
        # Their place on a list goes along: the account before is taken out, the one they use now invited.
        await invite_again(transaction, row, who)
    for number in await people.list_played_in(transaction.session, who.number):
        production = await productions.get(transaction.session, number)
        await touched(transaction, production, Touch.ACCOUNT, person_id=who.number)
        if was_closed:
            await open_again(transaction, production, who)
            await hurry_all(transaction, production)
    return before


async def give_account(transaction: Transaction, who: Person, slack_user: str) -> None:
    """A person uses another account from now on; whoever was kept under it without a part has none any more."""
    if who.slack_user == slack_user:
        return
    stranger = await people.find_by_slack_user(transaction.session, slack_user)
    for holder in (who, stranger):
        if holder is not None:
            await end_account(transaction, holder)
    await transaction.session.flush()
    who.slack_user = slack_user
    transaction.session.add_all([who, Account(person_id=who.number, slack_user=slack_user, since=transaction.now)])
    await transaction.session.flush()


async def end_account(transaction: Transaction, who: Person) -> None:
    """The account a person used is theirs no more: it acts for nobody and reads nothing."""
    current = await accounts.find_current(transaction.session, who.number)
    if current is not None:
        current.until = transaction.now
        transaction.session.add(current)
    await show_home_anew(transaction, who.slack_user)
    who.slack_user = who.slack_channel = who.deactivated_at = who.seen_active_at = None
    transaction.session.add(who)


async def say_somebody_else(transaction: Transaction, asked: AccountAsked, by: Actor) -> None:
    """Whoever has the account is another person of the same name: they play the part from now on. Raises AccountUnfit.

    What was said before stays with who said it. A mark that protects stays with the part until somebody says otherwise.
    """
    await check_may_decide(transaction, asked, by)
    production = await productions.get(transaction.session, asked.production_id)
    before = await people.get(transaction.session, asked.person_id)
    member = (await people.get_cast(transaction.session, production.number)).get(asked.cast_id)
    plan = await intimate_plan(transaction, production)
    await decide(transaction, asked, by, same=False)
    if member is not None and member.person_id == before.number:
        who = await somebody(transaction, Somebody(before.listed_name or before.name, asked.slack_user))
        await name_cast(transaction, production, member.cast_id, who, member.character, double=member.double)
        if before.under_18:
            await record_age(transaction, production, who, True, before.under_18_until)
        await follow(transaction, production)
        await tell_of_changes(transaction, production, plan)


async def check_may_decide(transaction: Transaction, asked: AccountAsked, by: Actor) -> None:
    """Only a coordinator on duty decides, once. Raises AccountUnfit."""
    if asked.decided_at is not None:
        raise AccountUnfit(AccountReason.DECIDED)
    there = await people.list_on_duty(transaction.session, asked.production_id, transaction.now)
    if by.person.number not in {who.number for who in there}:
        raise AccountUnfit(AccountReason.OFF_DUTY)


async def decide(transaction: Transaction, asked: AccountAsked, by: Actor, *, same: bool) -> None:
    """Keep who decided and what; the same account is then nobody else's, and nothing more waits."""
    others = await accounts.list_open_about(transaction.session, asked.slack_user) if same else []
    for row in [asked, *(row for row in others if row.number != asked.number)]:
        row.same, row.decided_at, row.decided_by = same and row is asked, transaction.now, by.person.number
        transaction.session.add(row)
        told = await alerts.find_by_key(transaction.session, f"{AlertKind.ACCOUNT_ASKED}:{row.number}")
        if told is not None:
            await acknowledge(transaction, told, by.person)
    await transaction.session.flush()
