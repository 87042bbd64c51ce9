"""Whose an account is: what a coordinator taps in the window that asks it."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.domain.refusals import AccountUnfit
from bot.domain.roles import Role
from bot.people import Actor
from bot.schedule import whose_account
from bot.transaction import Transaction
from handlers.allowed import holder, number_in
from handlers.replies import NotForYou, NotPossible, Reply
from handlers.requests import Request
from messages import account as messages
from storage import accounts
from storage.accounts import AccountAsked


async def asked_of_coordinator(transaction: Transaction, request: Request) -> tuple[AccountAsked, Actor]:
    """The question a button answers, and the coordinator: neither a deputy nor an AD."""
    asked = await accounts.find_asked(transaction.session, number_in(request.value))
    if asked is None:
        raise NotForYou
    return asked, await holder(transaction, request, asked.production_id, [Role.COORDINATOR])


@contextmanager
def account_rules(who: Actor) -> Iterator[None]:
    """Why it cannot be said, said to the actor."""
    try:
        yield
    except AccountUnfit as unfit:
        raise NotPossible(messages.unfit_text(who.language, unfit.reason)) from None


async def tap_same(transaction: Transaction, request: Request) -> Reply:
    """The account is theirs; how they are asked stays as it is."""
    return await confirm(transaction, request, in_slack=False)


async def tap_in_slack(transaction: Transaction, request: Request) -> Reply:
    """The account is theirs, and they wish to be asked in Slack."""
    return await confirm(transaction, request, in_slack=True)


async def confirm(transaction: Transaction, request: Request, *, in_slack: bool) -> Reply:
    """The account is theirs; the one before reads nothing more, its Home is emptied."""
    asked, who = await asked_of_coordinator(transaction, request)
    with account_rules(who):
        before = await whose_account.confirm_same(transaction, asked, who, in_slack=in_slack)
    done = messages.confirmed_modal(who.language)
    return Reply(modal=done, replace=True, homes=(asked.slack_user, *([before] if before else [])))


async def tap_other(transaction: Transaction, request: Request) -> Reply:
    """Whoever has the account is somebody else of the same name."""
    asked, who = await asked_of_coordinator(transaction, request)
    with account_rules(who):
        await whose_account.say_somebody_else(transaction, asked, who)
    return Reply(modal=messages.somebody_else_modal(who.language), replace=True)
