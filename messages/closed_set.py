"""What people read of closed sets: rosters, the door, what the bot saw and did, and what a person has to do by hand."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.coordination import AlertDetail, ClosedSetDetail, WishShown
from bot.domain.disclosure import ChannelNews, ClosedSetLine, Contact, DayName, HouseRules
from bot.domain.roles import Access
from bot.domain.roster import PlannedChange
from bot.domain.unreadable import LOST
from messages.blocks import Button, Message, buttons, note, section, shortened, titled
from messages.in_the_way import way_text
from messages.language import Language
from messages.vocabulary import day_text, neutral

PURPOSE_LIMIT = 250
# Slack takes a hundred blocks in a modal and three thousand letters in a paragraph; a roster is some sixty lines.
LINES = 30


def house_rules(language: Language, rules: HouseRules) -> list[str]:
    """What holds inside a closed set, the most important first, without a word of scene or kind."""
    found = [language.say("House rules: only people on the list.")]
    if not rules.devices:
        found.append(language.say("Phones and other devices stay outside."))
    if rules.per_department is None:
        found.append(language.say("Monitors only for those cleared for them."))
    else:
        most = rules.per_department
        found.append(
            language.count(
                "Monitors only for those cleared for them, {number} of each department for each actor.",
                "Monitors only for those cleared for them, {number} of each department for each actor.",
                most,
            )
        )
    if not rules.remote_feed:
        found.append(language.say("Nobody watches from elsewhere."))
    elif not rules.phones:
        found.append(language.say("No watching on phones."))
    if rules.stills_by_consent:
        found.append(language.say("No stills unless agreed."))
    found.append(language.say("Cover is at hand between takes."))
    return [*found, language.say("Questions: please ask the coordinator.")]


def purpose(language: Language, rules: HouseRules) -> str:
    """The house rules as the purpose of a channel: as many of them as Slack takes."""
    found = house_rules(language, rules)
    while len(" ".join(found)) > PURPOSE_LIMIT and len(found) > 1:
        found.pop()
    return shortened(" ".join(found), PURPOSE_LIMIT)


def access_text(language: Language, access: Access) -> str:
    """How somebody takes part."""
    return {
        Access.SET: language.say("set"),
        Access.MONITOR: language.say("monitor"),
        Access.REMOTE_FEED: language.say("remote feed"),
        Access.STILLS: language.say("stills"),
    }.get(access, LOST)


def line_text(language: Language, line: ClosedSetLine) -> str:
    """How a closed set stands, in a few words."""
    if line.state == "planned" and line.approved:
        return language.say("closed set: approved, opens {hour}", hour=language.moment(line.opens_at, line.day.zone))
    if line.state == "planned":
        hour = language.moment(line.opens_at, line.day.zone)
        return language.say("closed set: the list waits for approval, opens {hour}", hour=hour)
    if line.state == "closed":
        return language.say("closed set: closed")
    if not line.confirmed or line.checked_at is None:
        return language.say("closed set: not confirmed")
    if line.state == "closing":
        return language.say("closed set: closing")
    return language.say("closed set: right as of {hour}", hour=language.hour(line.checked_at, line.day.zone))


def place_text(language: Language, line: ClosedSetLine) -> str:
    """Which closed set: production, scene, day."""
    scene = language.say("Scene {scene}", scene=line.scene)
    return f"{line.day.production} · {scene} · {day_text(language, line.day)}"


def over_text(language: Language) -> str:
    """A closed set is closed."""
    return language.say("That closed set is closed. /closedset open makes a new one.")


def day_wrapped_text(language: Language) -> str:
    """A closed set does not open after its day."""
    return language.say("That day is wrapped.")


def made_anew_text(language: Language) -> str:
    """A channel that is lost is replaced."""
    return language.say("A new channel is being made. Please archive the old one by hand.")


def closing_text(language: Language) -> str:
    """A closed set closes."""
    return language.say("Closing: who is inside is told, then taken out, then the channel is archived.")


def closed_by_hand_text(language: Language) -> str:
    """Somebody has closed what the bot cannot see."""
    return language.say("On record as closed by hand.")


def list_message(language: Language, lines: Sequence[tuple[ClosedSetLine, bool]]) -> Message:
    """All closed sets that are not over; the second of each pair, for the coordinator alone: on hold."""
    if not lines:
        return Message(language.say("No closed set is planned. A scene confirmed with /scene confirm gets one."))
    title = language.say("Closed sets")
    on_hold = " · " + language.say("on hold for you")
    blocks = [
        titled(place_text(language, line), f"{line.channel} · {line_text(language, line)}" + (on_hold if hold else ""))
        for line, hold in lines
    ]
    return Message(text=title, blocks=blocks)


def paragraphs(lines: Sequence[str]) -> list[Block]:
    """Many short lines in few blocks."""
    return [section("\n".join(lines[start : start + LINES])) for start in range(0, len(lines), LINES)]


def plan_message(language: Language, change: PlannedChange) -> Message:
    """What the next look would do with the channel."""
    pairs = [
        (language.say("Take out"), change.removals),
        (language.say("Invite"), change.invites),
        (language.say("Invite once somebody else is out"), change.waiting),
        (language.say("Left by themselves, not invited again"), change.gone),
        (language.say("On the list, not for the bot to invite"), change.elsewhere),
    ]
    lines = [f"{label}: {', '.join(names)}" for label, names in pairs if names]
    if not (change.removals or change.invites or change.waiting):
        lines.insert(0, language.say("Nothing to change."))
    read = change.line.checked_at
    as_of = (
        language.say("As read {hour}", hour=language.moment(read, change.line.day.zone))
        if read is not None
        else language.say("The channel is not open yet.")
    )
    return Message(
        text=language.say("The plan for scene {scene}", scene=change.line.scene),
        blocks=[
            titled(place_text(language, change.line), f"{change.line.channel} · {line_text(language, change.line)}"),
            *paragraphs(lines),
            *(section(way_text(language, change.line, way)) for way in change.obstacles),
            note(as_of),
        ],
    )


def closed_set_blocks(language: Language, detail: AlertDetail) -> list[Block]:
    """What an alert about a closed set shows and offers besides, for the coordinator."""
    about = detail.closed_set
    if about is None:
        return []
    found: list[Block] = []
    if detail.kind == "added":
        by = about.by or language.say("somebody")
        out = language.say("They are out again.") if about.out else language.say("They are still in.")
        found.append(section(language.say("Added by {name}.", name=by) + " " + out))
    if detail.kind == "asked" and about.access is not None:
        found.append(section(wish_text(language, about.by, about.access, about.instead_of)))
    found += [section(way_text(language, about.line, way)) for way in about.obstacles]
    if about.wishes:
        return [*found, *stranger_blocks(language, detail.alert_id, about.wishes)]
    if detail.kind == "removal_waits":
        return [*found, *spared_blocks(language, detail.alert_id, about)]
    choices = {
        "added": Button(language.say("Clear this person"), "clear_person", str(detail.alert_id)),
        "asked": Button(language.say("Clear this person"), "clear_person", str(detail.alert_id)),
        "left": Button(language.say("Invite again"), "invite_again", str(detail.alert_id)),
    }
    roster = Button(language.say("See the list"), "see_roster", str(about.closed_set_id))
    if detail.kind == "scene_gone":
        close = Button(language.say("Close it now"), "close_without_scene", str(about.closed_set_id), "danger")
        return [*found, buttons([close, roster])]
    return [*found, buttons([choices.get(detail.kind) or roster])]


def wish_text(language: Language, by: str, access: Access, instead_of: str) -> str:
    """Who asks, for which place, and instead of whom."""
    text = language.say("Asked for by {name}: {access}.", name=by, access=access_text(language, access))
    if instead_of:
        text += " " + language.say("Instead of {name}, who is taken out first.", name=instead_of)
    return text


def stranger_blocks(language: Language, alert: int, wishes: Sequence[WishShown]) -> list[Block]:
    """Those whom no production knows, one by one."""
    found: list[Block] = []
    for wish in wishes:
        found.append(titled(wish.called, wish_text(language, wish.by, wish.access, wish.instead_of)))
        value = f"{alert}:{wish.number}"
        found.append(buttons([Button(language.say("Clear this person"), "clear_person", value)]))
    return found


def spared_blocks(language: Language, alert: int, about: ClosedSetDetail) -> list[Block]:
    """Who would go, and the two ways to decide."""
    if not about.spared:
        return [section(language.say("That is decided already; nobody waits any more."))]
    text = language.say(
        "These people were on the list that was approved, are no longer on it, and nobody has taken them off it. They "
        "stay in {channel} until you decide: {names}.",
        channel=about.line.channel,
        names=", ".join(about.spared),
    )
    value = f"{alert}:{about.shown}"
    choices = [
        Button(language.say("Remove these"), "remove_spared", value, "danger"),
        Button(language.say("Keep them, mend the list"), "keep_spared", value),
        Button(language.say("See the list"), "see_roster", str(about.closed_set_id)),
    ]
    return [section(text), buttons(choices)]


def spared_go_text(language: Language) -> str:
    """They are let go."""
    return language.say("They are being taken out now.")


def spared_stay_text(language: Language) -> str:
    """They are kept."""
    return language.say("They stay, and whoever is known here is on the list again. Please look at it.")


def added_message(language: Language, news: ChannelNews) -> Message:
    """For the 1st AD: somebody was added, neutrally."""
    by = news.by or language.say("somebody")
    text = language.say(
        "{person} was added to {channel} by {by}. The channel is for the people on its list; the coordinator can add "
        "somebody to it.",
        person=news.person,
        channel=news.line.channel,
        by=by,
    )
    return Message(text=neutral(language), blocks=[titled(place_text(language, news.line)), section(text)])


def alarm_message(language: Language, news: ChannelNews) -> Message:
    """For the 1st AD: what Slack does not allow, and what to do by hand."""
    return Message(
        text=neutral(language),
        blocks=[
            titled(place_text(language, news.line), line_text(language, news.line)),
            *(section(way_text(language, news.line, way)) for way in news.obstacles),
            note(language.say("You get another message when it is right again.")),
        ],
    )


def right_message(language: Language, news: ChannelNews) -> Message:
    """The members were read and are right again; who stays until the coordinator decides is said."""
    line = news.line
    text = language.say("{channel} was looked at and is right again.", channel=line.channel)
    if line.state == "closed":
        text = language.say("{channel} is closed and archived.", channel=line.channel)
    waits = (section(way_text(language, line, way)) for way in news.obstacles)
    return Message(text=neutral(language), blocks=[titled(place_text(language, line)), section(text), *waits])


def not_cleared_message(language: Language, coordinator: Contact, *, out: bool) -> Message:
    """For somebody who was added without being on the list: kind, and nobody's fault."""
    if out:
        first = language.say(
            "Somebody added you to a channel that is only for the people on a list for the day, so you were taken out "
            "again. That is routine and nothing you did."
        )
    else:
        first = language.say(
            "Somebody added you to a channel that is only for the people on a list for the day. "
            "Please leave it again; that is routine and nothing you did."
        )
    second = language.say("If you are needed there, please ask {name}.", name=coordinator.name)
    return Message(text=neutral(language), blocks=[section(f"{first} {second}")])


def wrapped_message(language: Language, channel: str, *, wrapped: bool) -> Message:
    """Before somebody is taken out at the end."""
    if wrapped:
        text = language.say(
            "Wrapped. Slack will say you were removed from {channel}; that is routine.", channel=channel
        )
    else:
        text = language.say(
            "{channel} is no longer needed. Slack will say you were removed from it; that is routine.", channel=channel
        )
    return Message(text=neutral(language), blocks=[section(text)])


def closure_message(language: Language, coordinator: Contact, help_line: str, day: DayName | None) -> Message:
    """The morning after, to each performer: who is there to talk to. `day`: named where "yesterday" would be wrong."""
    who = ", ".join(filter(None, [coordinator.name, coordinator.phone]))
    if day is None:
        stays = language.say(
            "Good morning. If anything from yesterday stays with you, today or later: {name}.", name=who
        )
    else:
        on = day_text(language, day)
        stays = language.say("If anything from {day} stays with you, today or later: {name}.", day=on, name=who)
    outside = [section(language.say("Outside the production: {help}.", help=help_line))] if help_line else []
    return Message(text=neutral(language), blocks=[section(stays), *outside, note(language.say("Nothing to answer."))])
