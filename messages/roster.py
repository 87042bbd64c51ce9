"""What the coordinator reads of a roster: who is on it, how and why, and what cannot be."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.outcomes import Approved, OnList
from bot.domain.refusals import AccessUnread, DepartmentMissing, NoRoom, NotOnList
from bot.domain.roles import Access
from bot.domain.roster import RosterPerson, RosterView
from messages.blocks import Button, Message, Modal, buttons, note, section, titled
from messages.closed_set import access_text, line_text, paragraphs, place_text
from messages.in_the_way import way_text
from messages.language import Language


def roster_blocks(language: Language, view: RosterView) -> list[Block]:
    """A roster as the coordinator sees it."""
    found: list[Block] = [
        titled(place_text(language, view.line), f"{view.line.channel} · {line_text(language, view.line)}"),
        *paragraphs([person_text(language, who) for who in view.people] or [language.say("Nobody is on the list.")]),
    ]
    if view.asked:
        names = ", ".join(f"{who.name} ({access_text(language, who.access)})" for who in view.asked)
        found.append(note(language.say("Asked for by an AD: {names}", names=names)))
    if view.hold:
        found.append(note(language.say("On hold for you: who is in it stays as it is until you decide.")))
    found += [section(way_text(language, view.line, way)) for way in view.obstacles]
    if view.unfilled and view.line.state == "planned":
        names = ", ".join(f"{place.name} ({access_text(language, place.access)})" for place in view.unfilled)
        found.append(note(language.say("Usual places for which nobody is named: {names}.", names=names)))
    choices = []
    if not view.line.approved and view.line.state == "planned":
        choices.append(
            Button(language.say("Approve"), "approve_roster", f"{view.closed_set_id}:{view.version}", "primary")
        )
        if view.copyable:
            choices.append(Button(language.say("As for the last scene"), "copy_roster", str(view.closed_set_id)))
    if view.hold:
        choices.append(Button(language.say("End the hold"), "release_hold", str(view.closed_set_id)))
    return [*found, *([buttons(choices)] if choices else [])]


def person_text(language: Language, who: RosterPerson) -> str:
    """One line of a roster: who, how, why, and where they are."""
    why = {
        "performer": language.say("performer"),
        "coordinator": language.say("coordinator"),
        "deputy": language.say("deputy"),
        "first_ad": language.say("1st AD"),
    }.get(who.role, who.reason)
    parts = [access_text(language, who.access), who.department, why]
    if who.cleared_by:
        parts.append(language.say("cleared by {name}", name=who.cleared_by))
    if not who.reachable:
        parts.append(language.say("not in Slack: please let them in yourself"))
    elif who.left:
        parts.append(language.say("has left the channel"))
    elif who.inside:
        parts.append(language.say("in the channel"))
    return f"• {who.name} – {', '.join(part for part in parts if part)}"


def roster_message(language: Language, view: RosterView) -> Message:
    """The roster, in answer to a command."""
    return Message(
        text=language.say("The list of scene {scene}", scene=view.line.scene), blocks=roster_blocks(language, view)
    )


def roster_modal(language: Language, view: RosterView, lead: str = "") -> Modal:
    """The roster in a window."""
    blocks, again = roster_blocks(language, view), ("see_roster", str(view.closed_set_id))
    return Modal(title=language.say("The list"), blocks=blocks, close=language.say("Close"), lead=lead, again=again)


def on_list(language: Language, seen: OnList) -> str:
    """What the coordinator reads when somebody is on the list."""
    name = seen.name
    if seen.access is Access.REMOTE_FEED:
        text = language.say("{name} is on the list for the remote feed, which is no way into the channel.", name=name)
        return text if seen.phones else text + " " + language.say("Here it is never watched on a phone.")
    if not seen.reachable:
        return language.say("{name} is on the list; without Slack, you let them in yourself.", name=name)
    return language.say("{name} is on the list.", name=name)


def unfit_text(language: Language, unfit: NotOnList, name: str) -> str:
    """Why somebody cannot be on the list as it was asked, and what to do instead."""
    if isinstance(unfit, NoRoom):
        return no_room(language, name, unfit.department, unfit.there, unfit.most)
    if isinstance(unfit, AccessUnread):
        return language.say(
            "I do not know “{word}”: did you mean {meant}? Nobody was put on the list.",
            word=unfit.written,
            meant=unfit.meant,
        )
    if isinstance(unfit, DepartmentMissing):
        return department_missing(language, name)
    return no_remote_viewing(language)


def no_room(language: Language, name: str, department: str, there: Sequence[str], most: int) -> str:
    """A department has as many people at the monitors as it may."""
    first = language.count(
        "At the monitors there is room for {number} person of each department here, and for {department} that is "
        "{names}.",
        "At the monitors there is room for {number} people of each department here, and for {department} those are "
        "{names}.",
        most,
        department=department,
        names=", ".join(there),
    )
    second = language.say(
        "{name} can come instead: write /closedset swap with the scene, @who goes and @who comes.", name=name
    )
    return f"{first} {second}"


def department_missing(language: Language, name: str) -> str:
    """The monitors take so many of each department, so it has to be said which."""
    return language.say(
        "At the monitors there is room for so many of each department here. Please write which one {name} works for, "
        "after the access: monitor camera.",
        name=name,
    )


def no_remote_viewing(language: Language) -> str:
    """Nobody watches from elsewhere here."""
    return language.say("Here nobody watches a closed set from elsewhere, so the remote feed has no list.")


def copied_text(language: Language, copied: Sequence[str], left_out: Sequence[str]) -> str:
    """What was taken over from the last scene's list."""
    lines = [language.say("As for the last scene: {names}.", names=", ".join(copied))] if copied else []
    if left_out:
        names = ", ".join(left_out)
        lines.append(language.say("No room at the monitors, and so not on the list: {names}.", names=names))
    return "\n".join(lines) or language.say("Everybody from the last scene is on the list already.")


def off_list(language: Language, name: str) -> str:
    """Somebody was taken off."""
    return language.say("{name} is off the list.", name=name)


def not_listed(language: Language, name: str) -> str:
    """Somebody is not on the list."""
    return language.say("{name} is not on the list.", name=name)


def swapped(language: Language, old: str, new: str) -> str:
    """One for another."""
    return language.say("{new} instead of {old}, who is taken out first.", new=new, old=old)


def not_asked_for(language: Language) -> str:
    """What was asked for has been decided, or is asked for no more."""
    return language.say("That is decided already; nobody waits any more.")


def coordinator_asked(language: Language, name: str) -> str:
    """An AD has asked for somebody."""
    return language.say("The coordinator is asked about {name}.", name=name)


def invited_again(language: Language, name: str) -> str:
    """Somebody who left may come back."""
    return language.say("{name} is invited again.", name=name)


def hold_ended(language: Language) -> str:
    """A hold is ended."""
    return language.say("The hold is ended.")


def approved_text(language: Language, approved: Approved) -> str:
    """The list is approved, and when the channel opens."""
    if approved.opens_at is None:
        return opening_text(language)
    hour = language.moment(approved.opens_at, approved.zone)
    return language.say("Approved. It opens {hour} by itself.", hour=hour)


def opening_text(language: Language) -> str:
    """The list is approved and the channel opens at once."""
    return language.say("Approved; the channel is being opened and the list invited.")


def changed_since(language: Language) -> str:
    """The list that was shown is not the one there is now."""
    return language.say("The list has changed since. Please look again.")
