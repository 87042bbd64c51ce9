"""What Slack does not let the bot do with a closed set's channel, and what a person can do about it by hand."""

from bot.domain.disclosure import ClosedSetLine, InTheWay
from bot.domain.membership import Act
from messages.language import Language

GUESTS = ("user_is_restricted", "ura_max_channels")
# People of other workspaces, and such as this one does not show.
STRANGERS = (
    *("no_external_invite_permission", "org_user_not_in_team", "invitee_cant_see_channel", "cant_invite"),
    *("user_not_found", "user_not_visible"),
)
FROM_ELSEWHERE = "not_supported"


def way_text(language: Language, line: ClosedSetLine, way: InTheWay) -> str:
    """What is in the way, and what a person can do about it by hand."""
    names = {"channel": line.channel, "name": line.channel.removeprefix("#"), "scene": line.scene, "code": way.code}
    if way.act is Act.REMOVE:
        return remove_text(language, way, names)
    if way.act is Act.INVITE:
        return invite_text(language, way, names)
    if way.act is Act.SEE:
        return see_text(language, way, names)
    return {
        Act.SPARE: language.say(
            "No longer on the list of {channel}, and in it until the coordinator decides: {people}.",
            people=", ".join(way.people),
            **names,
        ),
        Act.CREATE: language.say(
            "Slack does not let the bot make the channel ({code}). By hand: make a private channel called {name} and "
            "add the bot; or ask an owner of the workspace to let apps make private channels.",
            **names,
        ),
        Act.ARCHIVE: language.say(
            "{channel} is empty, but Slack does not let the bot archive it. By hand: archive it.", **names
        ),
        Act.RENAME: language.say(
            "Somebody has renamed the channel, and Slack does not let the bot undo it ({code}). "
            "By hand: call it {name} again.",
            **names,
        ),
    }[way.act]


def remove_text(language: Language, way: InTheWay, names: dict[str, str]) -> str:
    """Somebody inside who is not on the list, and whom Slack does not let the bot take out."""
    if way.code == FROM_ELSEWHERE:
        return language.say(
            "In {channel} without being on its list, and of another company, so that Slack lets no app take them out: "
            "{people}. By hand: ask them to leave; an owner or admin of the workspace can take them out.",
            people=", ".join(way.people),
            **names,
        )
    if len(way.people) > 1:
        return language.say(
            "These people are in {channel} without being on its list, and Slack does not let the bot take them out "
            "({code}): {people}. By hand: ask them to leave, or open the channel’s members and remove them.",
            people=", ".join(way.people),
            **names,
        )
    return language.say(
        "{person} is in {channel} without being on its list, and Slack does not let the bot take them out "
        "({code}). By hand: ask them to leave, or open the channel’s members and remove them.",
        person="".join(way.people),
        **names,
    )


def invite_text(language: Language, way: InTheWay, names: dict[str, str]) -> str:
    """Somebody on the list whom Slack does not let in."""
    people = ", ".join(way.people)
    if way.code in GUESTS:
        return language.say(
            "{person} is a guest in Slack, and guests are not for the bot to add ({code}). "
            "By hand: an owner or admin of the workspace adds them to {channel}.",
            person=people,
            **names,
        )
    if way.code in STRANGERS:
        return language.say(
            "On the list of {channel}, and of another company: {people}. Slack does not bring them into a channel of "
            "this workspace ({code}). By hand: let them in at the door; or an owner or admin gives them an account "
            "here.",
            people=people,
            **names,
        )
    if way.code == "restricted_action":
        return language.say(
            "Slack does not let apps add people to {channel} ({code}). On its list, and missing: {people}. "
            "By hand: a member of the channel adds them; or ask an owner of the workspace to let apps add people.",
            people=people,
            **names,
        )
    if len(way.people) > 1:
        return language.say(
            "These people are on the list, and Slack does not let the bot add them to {channel} ({code}): {people}. "
            "By hand: a member of the channel adds them.",
            people=people,
            **names,
        )
    return language.say(
        "{person} is on the list, and Slack does not let the bot add them to {channel} ({code}). "
        "By hand: a member of the channel adds them.",
        person=people,
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
