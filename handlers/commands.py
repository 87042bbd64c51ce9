"""Slash commands: which verb, for which production, and whether the actor may."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from bot.domain.record_kinds import Looked
from bot.domain.roles import Role
from bot.locales import spoken_to
from bot.people import Actor, find_actor, productions_for
from bot.record import Reading
from bot.transaction import Transaction
from handlers.refusals import record_refusal
from handlers.replies import NotPossible, Reply, line
from handlers.requests import Request
from messages import help as help_messages
from messages.language import Language
from storage.productions import Production

EVERYONE = tuple(Role)
P = ParamSpec("P")


@dataclass(frozen=True)
class CommandContext:
    """A command somebody may give, in one production. `words` is what follows the verb."""

    request: Request
    actor: Actor
    production: Production
    words: str
    language: Language

    def reads(self, what: Looked, about: int | None = None, **facts: int) -> Reading:
        """What the actor reads in this production, to be put on record."""
        return Reading(self.production.number, what, self.actor.person.number, about, facts)

    def refusal(
        self, wording: Callable[Concatenate[Language, str, P], str], *known: P.args, **named: P.kwargs
    ) -> NotPossible:
        """What cannot be, as `messages` says it to the actor of the production."""
        return NotPossible(wording(self.language, self.production.name, *known, **named))


Handler = Callable[[Transaction, CommandContext], Awaitable[Reply]]


@dataclass(frozen=True)
class Verb:
    """One verb of a command: who may use it, how it is written, what it does, an example.

    Whoever holds a role of `everywhere` gets one answer for all their productions, and is not asked which.
    """

    name: str
    roles: Sequence[Role]
    run: Handler
    usage: str
    meaning: str
    everywhere: Sequence[Role] = ()


@dataclass(frozen=True)
class Command:
    """A slash command. Without a word, its first verb runs."""

    name: str
    verbs: Sequence[Verb]

    def verb(self, name: str) -> Verb | None:
        """The verb with this name."""
        return next((verb for verb in self.verbs if verb.name == name), None)


async def run_command(commands: Mapping[str, Command], transaction: Transaction, request: Request) -> Reply:
    """Answer a slash command; the answer is seen by the actor alone."""
    who = await find_actor(transaction, request.user)
    command = commands.get(request.name)
    if who is None or not who.roles or command is None:
        return Reply(message=help_messages.stranger(await spoken_to(transaction, request.user)))
    return await run_verb(command, transaction, request, who)


async def run_verb(command: Command, transaction: Transaction, request: Request, who: Actor) -> Reply:
    """Find the production and the verb, ask where either is not clear, and run it."""
    tongue = who.language
    chosen, text = await named_production(transaction, who, request.value)
    first, _, rest = text.partition(" ")
    first = first.casefold()
    allowed = [verb for verb in command.verbs if who.productions(verb.roles)]
    if first == "help":
        lines = [(verb.usage, verb.meaning) for verb in allowed]
        return Reply(message=help_messages.help_message(tongue, command.name, lines))
    verb = command.verb(first) if first else next(iter(allowed), None)
    if verb is None or verb not in allowed:
        known = verb is not None or not first
        if known:
            await record_refusal(transaction, request.user, chosen.number if chosen else None)
        return line(help_messages.not_for_you(tongue, command.name, known=known))
    fitting = [chosen] if chosen else await productions_for(transaction, who, verb.roles)
    if not all(who.holds(production.number, verb.roles) for production in fitting):
        await record_refusal(transaction, request.user, chosen.number if chosen else None)
        return line(help_messages.not_for_you(tongue, command.name, known=True))
    if len(fitting) > 1 and not all(who.holds(production.number, verb.everywhere) for production in fitting):
        names = [production.short_name for production in fitting]
        return line(help_messages.which_production(tongue, command.name, text or verb.name, names))
    try:
        return await verb.run(transaction, CommandContext(request, who, fitting[0], rest.strip(), tongue))
    except NotPossible as error:
        raise NotPossible(help_messages.with_examples(tongue, command.name, str(error))) from None


async def named_production(transaction: Transaction, who: Actor, text: str) -> tuple[Production | None, str]:
    """A production's short name written before the verb, and the text without it."""
    first, _, rest = text.partition(" ")
    for production in await productions_for(transaction, who, EVERYONE):
        if first.casefold() == production.short_name.casefold():
            return production, rest.strip()
    return None, text
