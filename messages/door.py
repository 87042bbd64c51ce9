"""Who may come in: what the ADs show at the door, and what somebody on a list reads of it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.disclosure import ClosedSetLine, DoorList
from bot.roles import Access
from messages.blocks import Message, note, titled
from messages.closed_set import access_text, house_rules, line_text, paragraphs, place_text
from messages.language import Language


def door_message(language: Language, doors: Sequence[DoorList]) -> Message:
    """Who may come in: names and access, nothing else."""
    title = language.say("Who is on the list")
    found: list[Block] = []
    for door in doors:
        names = [f"• {who.name} – {access_text(language, who.access)}" for who in door.people]
        found.append(titled(place_text(language, door.line), line_text(language, door.line)))
        found += paragraphs(names or [language.say("Nobody is on the list.")])
    return Message(text=title, blocks=[*found[:48], note(house_rules(language))])


def own_door_message(language: Language, doors: Sequence[tuple[ClosedSetLine, Access]]) -> Message:
    """For somebody on a list: where they are expected, and what holds inside."""
    if not doors:
        return Message(language.say("You are on no list here at the moment. If you should be, please ask the 1st AD."))
    title = language.say("You are on the list")
    found = [titled(place_text(language, line), access_text(language, access)) for line, access in doors]
    return Message(text=title, blocks=[*found[:48], note(house_rules(language))])
