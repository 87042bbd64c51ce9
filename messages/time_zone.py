"""What another time zone would move, before it is done; and that it was done."""

from slack_sdk.models.blocks import Block

from bot.domain.disclosure import DayName
from bot.domain.zone_change import Move, Moving, ZoneChange
from messages.blocks import Button, Modal, buttons, note, paragraphs, section, titled
from messages.language import Language
from messages.vocabulary import day_text


def zone_modal(language: Language, change: ZoneChange, lead: str = "") -> Modal:
    """What would move, and the one tap that does it."""
    about = f"{change.production_id}:{change.new_zone}"
    choices = [
        Button(language.say("Change the time zone"), "change_zone", f"{about}:{change.mark}", "primary"),
        Button(language.say("Look again"), "zone_moves", about),
    ]
    blocks: list[Block] = [section(rule_text(language, change))]
    for kind in Moving:
        if lines := lines_of(language, change, kind):
            blocks += [titled(kind_text(language, kind)), *paragraphs(lines)]
    return Modal(
        title=language.say("Time zone"),
        blocks=[*blocks, note(rest_text(language, change)), buttons(choices, block="change_zone")],
        close=language.say("Close"),
        again=("zone_moves", about),
        lead=lead,
    )


def zone_lines(language: Language, change: ZoneChange) -> list[str]:
    """The same, line by line."""
    found = [rule_text(language, change)]
    for kind in Moving:
        if lines := lines_of(language, change, kind):
            found += [kind_text(language, kind), *(f"  {line}" for line in lines)]
    return [*found, rest_text(language, change)]


def still_text(language: Language, change: ZoneChange) -> str:
    """Said before it, where other settings were sent with it."""
    return language.say(
        "Your other settings are saved. The time zone is still {zone}: please look at what would move first.",
        zone=change.zone,
    )


def moved_since(language: Language) -> str:
    """Something else would move than was shown."""
    return language.say("The plan has changed since you looked. Nothing was done; this is what would move now.")


def rule_text(language: Language, change: ZoneChange) -> str:
    """What a change means, whatever it moves."""
    return language.say(
        "{production} goes from {before} to {after}. The hours of the call sheet stay: a call at 07:00 stays at 07:00, "
        "now in {after}. So each moment below moves; in brackets what it is in {before}.",
        production=change.production,
        before=change.zone,
        after=change.new_zone,
    )


def rest_text(language: Language, change: ZoneChange) -> str:
    """What does not move, by name, so that nobody has to wonder."""
    there = {move.kind for move in change.moves}
    still = [kind_text(language, kind) for kind in Moving if kind not in there]
    told = language.say("What has been asked or sent stays, and so does what is open with somebody.")
    if not still:
        return told
    unmoved = language.say("Nothing moves of: {kinds}.", kinds="; ".join(still))
    return f"{unmoved} {told}"


def done_text(language: Language, change: ZoneChange) -> str:
    """The production is in its zone."""
    if change.zone == change.new_zone:
        return language.say("{production} is in {zone}.", production=change.production, zone=change.new_zone)
    if not change.asks:
        return language.say(
            "{production} is in {zone} now. No shooting day is to come, so nothing moves.",
            production=change.production,
            zone=change.new_zone,
        )
    return language.say(
        "{production} is in {zone} now, and its plan has moved along. What others read says the same hours as before.",
        production=change.production,
        zone=change.new_zone,
    )


def kind_text(language: Language, kind: Moving) -> str:
    """What moves."""
    return {
        Moving.CALL: language.say("Calls"),
        Moving.CHECK_IN: language.say("First check-ins"),
        Moving.REMINDER: language.say("The evening’s reminder"),
        Moving.MORNING: language.say("The quiet message of the day"),
        Moving.QUIET: language.say("Quiet hours"),
        Moving.LINE: language.say("The ADs’ line"),
        Moving.CLOSED_SET: language.say("Closed sets open"),
        Moving.CLOSURE: language.say("The message after the day"),
        Moving.SUMMARY: language.say("The day’s last summary for you"),
        Moving.HELD: language.say("Messages that wait until nobody sleeps"),
    }[kind]


def lines_of(language: Language, change: ZoneChange, kind: Moving) -> list[str]:
    """A line for each moment of one kind."""
    return [move_text(language, change, move) for move in change.moves if move.kind is kind]


def move_text(language: Language, change: ZoneChange, move: Move) -> str:
    """Whose moment it is, then when it is now and would be then, in both zones."""
    when = when_text(language, change, move)
    day = day_text(language, DayName(change.production, move.label, move.day, change.zone)) if move.day else ""
    whose = ", ".join(filter(None, [day, whose_text(language, move)]))
    return language.say("{whose}: {when}", whose=whose, when=when) if whose else when


def whose_text(language: Language, move: Move) -> str:
    """The unit, the person or the scene; a call that nobody knows yet says so."""
    if move.kind is Moving.CLOSED_SET:
        return language.say("Scene {scene}", scene=move.whose)
    if move.kind is Moving.CALL and not move.whose:
        return language.say("no call yet")
    return move.whose


def when_text(language: Language, change: ZoneChange, move: Move) -> str:
    """When it is now, and when it would be then."""
    before = language.moment(move.before, change.zone) if move.before is not None else ""
    if move.after is None:
        return language.say("now {before}, then no more", before=before)
    if move.after <= change.now and move.kind not in (Moving.CALL, Moving.QUIET):
        return language.say("now {before}, then at once", before=before)
    after, there = language.moment(move.after, change.new_zone), language.moment(move.after, change.zone)
    if move.before is None:
        return language.say("once more {after} ({there})", after=after, there=there)
    if move.after <= change.now and move.kind is Moving.CALL:
        return language.say(
            "now {before}, then {after} ({there}), which has passed", before=before, after=after, there=there
        )
    return language.say("now {before}, then {after} ({there})", before=before, after=after, there=there)
