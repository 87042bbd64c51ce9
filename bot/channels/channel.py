"""The Slack side of one closed set: find or make its channel, read who is in it, carry out the plan, read again."""

import logging
from contextlib import AbstractAsyncContextManager, suppress
from datetime import timedelta

from bot.channels import observations
from bot.channels.observations import Named
from bot.clock import Clock
from bot.closed_sets.plan_now import current, plan_now
from bot.closed_sets.views import house_rules_of
from bot.domain.membership import CHANNEL_GONE, Act, Obstacle, Plan, batches
from bot.slack import Slack, SlackClosed, SlackRefused, shown_name
from bot.transaction import Transaction, reading, writing
from bot.vault import Vault
from messages.closed_set import purpose
from messages.language import language
from storage import productions
from storage.closed_sets import ClosedSet, ClosedSetState
from storage.database import Database

log = logging.getLogger(__name__)

# A roster has some sixty people; whatever needs more turns than this is being worked against, and goes on next time.
MOST_TURNS = 400
MOST_NAMES = 5
IS_IN = "already_in_channel"
IS_GONE = ("user_disabled", "account_inactive")
# Not about a person: asked for everybody by themselves, Slack would say it once for each.
FOR_ALL = ("restricted_action",)


class Unfinished(Exception):
    """There is more to do `after` a while."""

    def __init__(self, after: timedelta) -> None:
        super().__init__()
        self.after = after


class ChannelSync:
    """One look at one closed set. Each act is safe to repeat: a crash between two of them loses nothing.

    Raises SlackBusy, SlackUnsure or SlackClosed for whoever owns the retry; a refusal becomes an obstacle on record.
    """

    def __init__(
        self, database: Database, vault: Vault, clock: Clock, slack: Slack, bot: str, taken: ClosedSet
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._slack = slack
        self._bot = bot
        self._taken = taken
        self._channel = taken.channel or ""
        self._inside: set[str] = set()
        self._obstacles: set[Obstacle] = set()
        self._refused: set[str] = set()

    def _writing(self) -> AbstractAsyncContextManager[Transaction]:
        return writing(self._database, self._vault, self._clock.now())

    def _reading(self) -> AbstractAsyncContextManager[Transaction]:
        return reading(self._database, self._vault, self._clock.now())

    async def open(self) -> None:
        """Find the channel or make it, bring people in."""
        self._channel = self._channel or await self._find_or_create()
        if not self._channel:
            await self._note_unread()
            return
        async with self._writing() as transaction:
            await observations.keep_channel(transaction, self._taken, self._channel, self._bot)
        async with self._writing() as transaction:
            await observations.note_open(transaction, self._taken)
        await self.check()

    async def _find_or_create(self) -> str:
        """The channel with the stored name, made if need be; empty with an obstacle where Slack does not allow it.

        The name was stored before: a channel made by a process that died before it could store the id is found by it.
        """
        name = self._taken.name
        for _ in range(MOST_NAMES):
            try:
                return await self._slack.create_private(name)
            except SlackRefused as refusal:
                found = (await self._slack.private_channels()).get(name)
                if found is not None:
                    return found
                self._obstacles = {Obstacle(Act.CREATE, refusal.code)}
                if refusal.code != "name_taken":
                    return ""
            async with self._writing() as transaction:
                name = await observations.name_anew(transaction, self._taken)
            self._taken.name = name
        return ""

    async def _say_house_rules(self) -> None:
        """Once, and only where the members are right: until then the bot says nothing in the channel."""
        async with self._reading() as transaction:
            if not await observations.rules_unsaid(transaction, self._taken):
                return
            production = await productions.get(transaction.session, self._taken.production_id)
        # Without them the channel still does its work.
        with suppress(SlackRefused):
            await self._slack.describe(
                self._channel, purpose(language(production.language), house_rules_of(production))
            )
        async with self._writing() as transaction:
            await observations.rules_said(transaction, self._taken)

    async def check(self, *, brief: bool = False) -> None:
        """Compare, act, read again; what Slack refuses is on record until a reading shows that it is right.

        `brief`: only the members are read, not what has become of the channel itself.
        """
        self._obstacles.clear()
        if not await self._read(brief=brief):
            await self._note_unread()
            return
        if not brief:
            await self._ask_after_accounts()
        await self._carry_out()
        await self._note_reading()
        plan = await self._plan()
        if not plan.right and not self._obstacles:
            raise Unfinished(timedelta(seconds=1))
        await self._say_house_rules()

    async def _ask_after_accounts(self) -> None:
        """An account on the roster may have been opened again without the bot being told."""
        async with self._reading() as transaction:
            users = await observations.closed_accounts(transaction, self._taken)
        for user in users:
            with suppress(SlackRefused):
                facts = await self._slack.person(user)
                async with self._writing() as transaction:
                    await observations.note_account_of(transaction, user, active=not facts.get("deleted"))

    async def close(self) -> None:
        """After the goodbyes: out with everybody but bot and coordinators, then archived."""
        if not self._channel:
            self._channel = (await self._slack.private_channels()).get(self._taken.name, "")
            if not self._channel:
                await self._finish()
                return
            async with self._writing() as transaction:
                await observations.keep_channel(transaction, self._taken, self._channel, self._bot)
        async with self._reading() as transaction:
            await self._let_goodbyes_go(transaction)
        if await self._is_archived():
            await self._finish()
            return
        if not await self._read():
            await self._note_unread()
            return
        await self._carry_out()
        if (await self._plan()).right and await self._archive():
            await self._finish()
            return
        await self._note_reading()

    async def _archive(self) -> bool:
        try:
            await self._slack.archive(self._channel)
        except SlackRefused as refusal:
            self._obstacles.add(Obstacle(Act.ARCHIVE, refusal.code))
            return False
        return True

    async def _finish(self) -> None:
        async with self._writing() as transaction:
            await observations.note_closed(transaction, self._taken)

    async def _is_archived(self) -> bool:
        try:
            return bool((await self._slack.channel(self._channel)).get("is_archived"))
        except SlackRefused:
            return False

    async def _read(self, *, brief: bool = False) -> bool:
        """Who is in the channel, and whether it still is the private channel it was. False: it cannot be kept."""
        try:
            facts = {} if brief else await self._slack.channel(self._channel)
            self._inside = await self._slack.members(self._channel)
        except SlackRefused as refusal:
            self._obstacles = {Obstacle(Act.SEE, refusal.code)}
            return False
        except SlackClosed as refusal:
            # The bot may read private channels only: this one has been made public.
            if refusal.code != "missing_scope":
                raise
            self._obstacles = {Obstacle(Act.SEE, "public")}
            return False
        if facts.get("is_archived"):
            self._obstacles = {Obstacle(Act.SEE, "is_archived")}
            return False
        if not facts.get("is_private", True):
            self._obstacles.add(Obstacle(Act.SEE, "public"))
        if facts.get("is_ext_shared") or facts.get("is_pending_ext_shared"):
            self._obstacles.add(Obstacle(Act.SEE, "shared"))
        if facts.get("name") not in (None, self._taken.name):
            await self._name_back()
        return True

    async def _name_back(self) -> None:
        """A person has renamed the channel: its neutral name comes back."""
        try:
            await self._slack.rename(self._channel, self._taken.name)
        except SlackRefused as refusal:
            self._obstacles.add(Obstacle(Act.RENAME, refusal.code))

    async def _let_goodbyes_go(self, transaction: Transaction) -> None:
        if await observations.goodbyes_waiting(transaction, self._taken):
            raise Unfinished(timedelta(seconds=1))

    async def _plan(self) -> Plan:
        """By the roster as it is this moment: nobody is invited, and nobody removed, by an old one."""
        async with self._reading() as transaction:
            # The day may have wrapped since this look began: the goodbyes go before the removals then, too.
            await self._let_goodbyes_go(transaction)
            return await plan_now(transaction, self._taken, self._inside)

    async def _carry_out(self) -> None:
        """Removals one by one, then invitations of the difference; at the end the members are read again."""
        acted, plan = False, await self._plan()
        for _ in range(MOST_TURNS):
            removals = [user for user in plan.removals if user not in self._refused]
            invites = [user for user in plan.invites if user not in self._refused]
            if removals:
                await self._note_visitors(plan)
                await self._remove(
                    removals[0], known=removals[0] not in plan.visitors and self._taken.state is ClosedSetState.OPEN
                )
            elif invites:
                await self._invite(list(batches(invites)[0]))
            else:
                break
            acted, plan = True, await self._plan()
        if acted:
            self._inside = await self._members()
            plan = await self._plan()
        await self._note_spared(plan)

    async def _note_spared(self, plan: Plan) -> None:
        """Many at once, and nobody asked for it: that waits for the coordinator, and until then it is not right."""
        self._obstacles |= {Obstacle(Act.SPARE, "coordinator", user) for user in plan.spared}
        if plan.spared or self._taken.spared or self._taken.let_go:
            async with self._writing() as transaction:
                await observations.note_spared(transaction, self._taken, plan, self._inside)

    async def _members(self) -> set[str]:
        try:
            return await self._slack.members(self._channel)
        except SlackRefused:
            # Gone since it was read a moment ago: look from the beginning.
            raise Unfinished(timedelta(0)) from None

    async def _note_visitors(self, plan: Plan) -> None:
        if plan.visitors:
            async with self._writing() as transaction:
                await observations.note_visitors(transaction, self._taken, plan.visitors)

    async def _remove(self, user: str, *, known: bool) -> None:
        """Take somebody out; of whom was on the list it is on record before, so that a crash forgets no removal."""
        if known:
            async with self._writing() as transaction:
                await observations.note_put_out(transaction, self._taken, user)
        try:
            await self._slack.remove(self._channel, user)
        except SlackRefused as refusal:
            look_again_if(refusal)
            self._refuse(Act.REMOVE, refusal.code, user)
            return
        self._inside.discard(user)

    async def _invite(self, people: list[str]) -> None:
        """The whole batch; where Slack refuses it, each by themselves, and only who is not in already."""
        try:
            await self._slack.invite(self._channel, people)
            self._inside |= set(people)
            return
        except SlackRefused as refusal:
            look_again_if(refusal)
            if len(people) == 1 or refusal.code in FOR_ALL:
                for user in people:
                    await self._not_invited(user, refusal.code)
                return
        self._inside = await self._members()
        for user in people:
            if user in (await self._plan()).invites:
                await self._invite([user])

    async def _not_invited(self, user: str, code: str) -> None:
        if code == IS_IN:
            self._inside.add(user)
            return
        if code in IS_GONE:
            async with self._writing() as transaction:
                await observations.note_account_of(transaction, user, active=False)
            return
        self._refuse(Act.INVITE, code, user)

    def _refuse(self, act: Act, code: str, user: str) -> None:
        log.warning("Slack refused to %s somebody in a closed set (%s).", act, code)
        self._refused.add(user)
        self._obstacles.add(Obstacle(act, code, user))

    async def _note_unread(self) -> None:
        async with self._writing() as transaction:
            row = await current(transaction, self._taken)
            await observations.set_alarm(transaction, row, self._obstacles)

    async def _note_reading(self) -> None:
        """What was read last, and who has to be told of it: after the removals, which never wait for this."""
        async with self._reading() as transaction:
            users = await observations.nameless(transaction, self._taken)
        names = {user: await self._named(user) for user in users}
        async with self._writing() as transaction:
            await observations.note_reading(transaction, self._taken, self._inside, self._obstacles)
            await observations.tell_of_visitors(transaction, self._taken, names)

    async def _named(self, user: str) -> Named:
        try:
            facts = await self._slack.person(user)
        except SlackRefused:
            return Named(user)
        return Named(shown_name(facts) or user, app=bool(facts.get("is_bot")))


def look_again_if(refusal: SlackRefused) -> None:
    """A channel that has gone since it was read is looked at from the beginning. Raises Unfinished."""
    if refusal.code in CHANNEL_GONE:
        raise Unfinished(timedelta(seconds=1)) from None
