"""Who may come in: what the ADs show at the door and print, and what somebody on a list reads of it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.disclosure import ClosedSetLine, DoorList, DoorPerson, HouseRules
from bot.domain.roles import Access
from messages.blocks import Button, Message, Modal, buttons, note, section, titled
from messages.closed_set import access_text, house_rules, line_text, paragraphs, place_text
from messages.language import Language
from messages.paper import Paper


def door_message(language: Language, doors: Sequence[DoorList]) -> Message:
    """Who may come in: names and access, nothing else."""
    title = language.say("Who is on the list")
    found: list[Block] = []
    for door in doors:
        found += door_blocks(language, door)
    rules = [note(rules_text(language, doors[0].rules))] if doors else []
    if not doors:
        found.append(section(language.say("No closed set is planned.")))
    return Message(text=title, blocks=[*found, *rules])


def door_blocks(language: Language, door: DoorList) -> list[Block]:
    """One list: how the closed set stands, then the names."""
    names = [f"• {who.name} – {takes_part(language, who)}" for who in door.people]
    return [
        titled(place_text(language, door.line), line_text(language, door.line)),
        *paragraphs(names or [language.say("Nobody is on the list.")]),
    ]


def takes_part(language: Language, who: DoorPerson) -> str:
    """How somebody takes part; of the crew, as what."""
    return ", ".join(part for part in (access_text(language, who.access), who.job) if part)


def rules_text(language: Language, rules: HouseRules) -> str:
    """The house rules in one paragraph."""
    return " ".join(house_rules(language, rules))


def own_door_message(language: Language, doors: Sequence[tuple[ClosedSetLine, Access]], rules: HouseRules) -> Message:
    """For somebody on a list: where they are expected, and what holds inside."""
    if not doors:
        return Message(language.say("You are on no list here at the moment. If you should be, please ask the 1st AD."))
    title = language.say("You are on the list")
    found = [titled(place_text(language, line), access_text(language, access)) for line, access in doors]
    return Message(text=title, blocks=[*found, note(rules_text(language, rules))])


def door_buttons(language: Language, lines: Sequence[ClosedSetLine]) -> list[Block]:
    """One tap to each list of a day. Each in a row of its own: Slack takes no two of one action in a row."""
    return [
        buttons(
            [Button(language.say("At the door: {scene}", scene=line.scene), "door", str(line.closed_set_id))],
            block=f"door_{line.closed_set_id}",
        )
        for line in lines
    ]


def door_modal(language: Language, door: DoorList, lead: str = "") -> Modal:
    """The list of one closed set, to hold up at the door."""
    blocks: list[Block] = [*door_blocks(language, door), note(rules_text(language, door.rules))]
    number = str(door.line.closed_set_id)
    choices = [
        Button(language.say("As it is now"), "door_again", number),
        Button(language.say("As a file"), "door_file", number),
    ]
    return Modal(
        title=language.say("At the door"),
        blocks=[*blocks, buttons(choices)],
        close=language.say("Close"),
        lead=lead,
        again=("door", number),
    )


def door_file_modal(language: Language, door: DoorList, *, lost: bool = False) -> Modal:
    """The list again, and what became of the file."""
    lead = language.say("The list comes as a file into your messages with the app.")
    if lost:
        lead = language.say("Slack did not take the file. Please tap again.")
    return door_modal(language, door, lead)


def door_paper(language: Language, doors: Sequence[DoorList], as_of: str) -> bytes:
    """The lists on paper (PDF): names and access, a box to tick at the door, and the house rules."""
    footer = language.say("As of {hour}. The list in Slack is the one that counts.", hour=as_of)
    paper = Paper(language, language.say("Who is on the list"), footer, foot(language))
    for door in doors:
        paper.section(place_text(language, door.line), line_text(language, door.line))
        heads = ["", language.say("Name"), language.say("Takes part")]
        rows = [["☐", who.name, takes_part(language, who)] for who in door.people]
        paper.table(heads, rows or [["", language.say("Nobody is on the list."), ""]], widths=(1, 8, 4))
        paper.paragraph(rules_text(language, door.rules))
    return paper.pdf()


def foot(language: Language) -> str:
    """What stands at the foot of each page."""
    return language.say("For the door. Please do not pass on, and destroy after wrap.")
