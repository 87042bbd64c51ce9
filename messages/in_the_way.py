"""What Slack does not let the bot do with a closed set's channel, and what a person can do about it by hand."""

from bot.disclosure import ClosedSetLine, InTheWay
from messages.language import Language


def way_text(language: Language, line: ClosedSetLine, way: InTheWay) -> str:
    """What is in the way, and what a person can do about it by hand."""
    names = {"channel": line.channel, "name": line.channel.removeprefix("#"), "scene": line.scene, "code": way.code}
    if way.act == "remove":
        return language.say(
            "{person} is in {channel} without being on its list, and Slack does not let the bot take them out "
            "({code}). By hand: ask them to leave, or open the channel’s members and remove them.",
            person=way.person,
            **names,
        )
    if way.act == "invite":
        return invite_text(language, way, names)
    if way.act == "see":
        return see_text(language, way, names)
    if way.act == "create":
        return language.say(
            "Slack does not let the bot make the channel ({code}). By hand: make a private channel called {name} and "
            "add the bot; or ask an owner of the workspace to let apps make private channels.",
            **names,
        )
    if way.act == "archive":
        return language.say(
            "{channel} is empty, but Slack does not let the bot archive it. By hand: archive it.", **names
        )
    return language.say(
        "Somebody has renamed the channel, and Slack does not let the bot undo it ({code}). "
        "By hand: call it {name} again.",
        **names,
    )


def invite_text(language: Language, way: InTheWay, names: dict[str, str]) -> str:
    """Somebody on the list whom Slack does not let in."""
    if way.code in ("user_is_restricted", "ura_max_channels"):
        return language.say(
            "{person} is a guest in Slack, and guests are not for the bot to add ({code}). "
            "By hand: an owner or admin of the workspace adds them to {channel}.",
            person=way.person,
            **names,
        )
    return language.say(
        "{person} is on the list, and Slack does not let the bot add them to {channel} ({code}). "
        "By hand: a member of the channel adds them.",
        person=way.person,
        **names,
    )


def see_text(language: Language, way: InTheWay, names: dict[str, str]) -> str:
    """The channel, or its members, cannot be seen or are open to others."""
    texts = {
        "channel_not_found": language.say(
            "The bot is not in {channel} any more, or it was deleted. By hand: a member of the channel adds the bot "
            "again; or the coordinator writes /closedset open {scene} for a new channel and the old one is archived.",
            **names,
        ),
        "is_archived": language.say(
            "Somebody has archived {channel}. By hand: unarchive it in the channel’s settings; or the coordinator "
            "writes /closedset open {scene} for a new channel.",
            **names,
        ),
        "public": language.say(
            "{channel} is public now. By hand: make it private again in the channel’s settings.", **names
        ),
        "shared": language.say(
            "{channel} is shared with another company. By hand: end the sharing in the channel’s settings.", **names
        ),
    }
    return texts.get(way.code) or language.say(
        "Slack does not tell the bot who is in {channel} ({code}). By hand: please look at its members yourself.",
        **names,
    )
