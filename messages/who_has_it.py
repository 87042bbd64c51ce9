"""Who has what a performer said, who is called next, and a number: for windows and Home, never for a conversation."""

from bot.domain.disclosure import WhoHasIt
from messages.language import Language


def who_has_it(language: Language, held: WhoHasIt) -> str:
    """Who has it, who is called next, and whom to phone now."""
    lines = [seen_line(language, held)]
    if not held.seen_by and held.deputies and held.deputies_at is not None:
        lines.append(next_line(language, held))
    if held.coordinator.phone:
        name, phone = held.coordinator.name, held.coordinator.phone
        lines.append(language.say("To talk now: {name}, {phone}.", name=name, phone=phone))
    return "\n".join(lines)


def seen_line(language: Language, held: WhoHasIt) -> str:
    """Who has seen it, or is being told."""
    if held.seen_by:
        return language.say("{name} has it.", name=held.seen_by)
    return language.say("Nobody has seen it yet; we are telling {name}.", name=held.coordinator.name)


def next_line(language: Language, held: WhoHasIt) -> str:
    """Who is called besides, from when; and that it does not end there."""
    names = ", ".join(held.deputies)
    if held.called:
        return language.say("We are telling {names} as well, again and again until somebody has it.", names=names)
    hour = language.moment(held.deputies_at, held.zone) if held.deputies_at is not None else ""
    return language.say(
        "Who is told next, from {hour}: {names}; then everybody again, until somebody has it.", hour=hour, names=names
    )
