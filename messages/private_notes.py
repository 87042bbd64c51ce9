"""The windows and messages in which people look at what is kept about them, and delete their own notes."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.personal_data import Kept, KeptNote, NotesLeft, NoteStays, Readers
from messages.blocks import (
    SECTION_LIMIT,
    Button,
    Message,
    Modal,
    buttons,
    divider,
    header,
    note,
    section,
    titled,
)
from messages.language import Language
from messages.lost import lost_blocks
from messages.personal_data import direction_line, hold_line, kept_parts, note_end, note_title
from messages.vocabulary import neutral

# One window holds at most 100 blocks; its text is kept well below what Slack was seen to take.
PAGE_LETTERS = 9000
PAGE_BLOCKS = 60


def kept_modal(language: Language, kept: Kept, page: int) -> Modal:
    """One page of everything that is kept about its reader."""
    pages = kept_pages(language, kept)
    page = min(max(page, 0), len(pages) - 1)
    turns = []
    if page > 0:
        turns.append(Button(language.say("Page before"), "kept_page_before", str(page - 1)))
    if page + 1 < len(pages):
        turns.append(Button(language.say("Next page"), "kept_page_after", str(page + 1)))
    alone = language.say("Only you see this page.")
    counted = language.say("Page {page} of {pages}", page=page + 1, pages=len(pages))
    return Modal(
        title=language.say("Kept about you"),
        close=language.say("Close"),
        blocks=[
            note(f"{alone} {counted}"),
            *pages[page],
            divider(),
            buttons([*turns, Button(language.say("As a file"), "kept_file")], block="kept_turns"),
        ],
    )


def kept_pages(language: Language, kept: Kept) -> list[list[Block]]:
    """All of it, in pages; a part that is long goes on on the next one."""
    pages: list[list[Block]] = [[]]
    letters = 0
    for part in kept_parts(language, kept):
        begun: list[Block] = [header(part.chapter)] if part.chapter else []
        begun.append(titled(part.title))
        for line in part.lines:
            for piece in (line[start : start + SECTION_LIMIT] for start in range(0, len(line), SECTION_LIMIT)):
                if letters + len(piece) > PAGE_LETTERS or len(pages[-1]) + 3 > PAGE_BLOCKS:
                    pages.append([])
                    letters = 0
                pages[-1] += [*begun, section(piece)]
                letters += len(piece)
                begun = []
    return pages


# Notes.


def note_blocks(language: Language, notes: Sequence[KeptNote]) -> list[Block]:
    """One's own notes, the newest first, each with its button."""
    blocks = lost_blocks(language, tuple(notes))
    for one in reversed(notes):
        blocks.append(titled(language.say("Your note of {moment}", moment=note_title(language, one))))
        if one.direction:
            blocks.append(section(direction_line(language, one.direction)))
        if one.words:
            blocks.append(section(one.words))
        blocks.append(note(note_end(language, one)))
        if one.released_to:
            blocks.append(note(language.say("{name} may read it.", name=one.released_to)))
        taps = [Button(language.say("Delete this note"), "delete_note", str(one.number))]
        for number, name in one.could_read:
            taps.append(Button(let_read(language, name), "release_note", f"{one.number}:{number}"))
        blocks.append(buttons(taps, f"note_{one.number}"))
    return blocks


def notes_modal(language: Language, notes: Sequence[KeptNote], said: str = "") -> Modal:
    """One's own notes alone."""
    blocks = note_blocks(language, notes) or [section(language.say("No note of yours is kept."))]
    again = ("own_notes", "-")
    return Modal(title=language.say("Your notes"), blocks=blocks, close=language.say("Close"), lead=said, again=again)


def let_read(language: Language, name: str) -> str:
    """The performer lets a deputy read their words."""
    return language.say("Let {name} read it", name=name)


def after_releasing_modal(language: Language, notes: Sequence[KeptNote]) -> Modal:
    """One's own notes after one was given to a deputy."""
    said = language.say("Recorded: the deputy may read this note. The coordinator may read it as before.")
    return notes_modal(language, notes, said)


def new_reader_message(language: Language) -> Message:
    """Somebody new can read what performers write to the coordinator; who, stands behind the button."""
    return Message(
        text=neutral(language),
        blocks=[
            section(language.say("There is news about who can read what. Everybody with a day to come gets this.")),
            buttons([Button(language.say("Who can read what"), "readers")]),
        ],
    )


def after_deleting_modal(language: Language, left: NotesLeft) -> Modal:
    """One's own notes after one was to be deleted: that it is gone, or why it stays."""
    said = deleted_line(language) if left.deleted else ""
    if left.stays is not None:
        said = stays_line(language, left.stays)
    return notes_modal(language, left.notes, said)


def deleted_line(language: Language) -> str:
    """A note is gone; the answer it came with is not."""
    return language.say(
        "Deleted: the note is gone from the bot, and nobody can read it there any more. Your answer itself stays, and "
        "you can change it at any time. What you typed straight into Slack, Slack keeps until you delete it there: "
        "hover over or hold your message, then choose “Delete message”."
    )


def stays_line(language: Language, stays: NoteStays) -> str:
    """A hold keeps a note: said clearly, with whom to turn to."""
    name = ", ".join(filter(None, [stays.coordinator.name, stays.coordinator.phone]))
    lines = [
        language.say("This note cannot be deleted yet."),
        hold_line(language, stays.hold, stays.zone),
        language.say(
            "Data protection law allows that (in Europe: GDPR, article 17(3)). It goes when the hold ends. You can ask "
            "why, and ask for it to be ended: {name}.",
            name=name,
        ),
    ]
    if stays.contact:
        lines.append(language.say("Besides the coordinator: {contact}", contact=stays.contact))
    lines.append(language.say("You can also turn to your data protection authority."))
    return "\n".join(lines)


# Who can read what.


def readers_modal(language: Language, readable: Sequence[Readers]) -> Modal:
    """Who can technically read what, and whom to turn to, for each production."""
    blocks: list[Block] = []
    for production in readable:
        blocks += [header(production.production), *reader_blocks(language, production), divider()]
    return Modal(
        title=language.say("Who can read what"),
        blocks=blocks[:-1] or [section(language.say("There is nothing for you here at the moment."))],
        close=language.say("Close"),
    )


def reader_blocks(language: Language, production: Readers) -> list[Block]:
    """One production's readers, from those who read most to those who read least."""
    turn = [", ".join(filter(None, [production.coordinator.name, production.coordinator.phone]))]
    if production.contact:
        turn.append(language.say("Besides the coordinator: {contact}", contact=production.contact))
    if production.help_line:
        turn.append(language.say("Help from outside: {contact}", contact=production.help_line))
    return [
        titled(
            production.coordinator.name,
            language.say(
                "Your answers and your notes. Each time your notes are opened, that is kept, and you can see it."
            ),
        ),
        *deputy_blocks(language, production),
        titled(
            language.say("Assistant directors"),
            language.say(
                "One word for a scene, the same for every cause. In a scene with one performer it can point to you."
            ),
        ),
        titled(
            language.say("Owners of this Slack, and your employer"),
            language.say(
                "That messages came, their neutral text, and what you type straight into Slack; they may be able to "
                "export it. What you write in the windows here is not in Slack’s history."
            ),
        ),
        titled(
            language.say("Slack, the company"),
            language.say("Carries everything, the windows too, while it is on its way."),
        ),
        titled(
            language.say("Whoever runs this app’s machine"),
            language.say(
                "Everything kept there is encrypted where it is private; who holds both the machine and its keys "
                "could read it. Notes are deleted {days} days after the matter is closed.",
                days=production.words_days,
            ),
        ),
        titled(language.say("Whom to turn to"), "\n".join(turn)),
    ]


def deputy_blocks(language: Language, production: Readers) -> list[Block]:
    """What deputies read, and who of them reads notes now."""
    blocks: list[Block] = []
    if production.deputies:
        text = language.say("Your answers too, so that nothing is missed. Your notes only after a handover.")
        blocks.append(titled(", ".join(production.deputies), text))
    if production.reading:
        text = language.say("Can read your notes now, in the coordinator’s place.")
        blocks.append(titled(", ".join(production.reading), text))
    return blocks


# In the conversation: neutral, everything else behind a button.


def own_buttons(language: Language) -> Block:
    """The ways to what is kept about somebody, and to who can read it."""
    return buttons(
        [
            Button(language.say("What is kept about me"), "kept"),
            Button(language.say("My notes"), "own_notes"),
            Button(language.say("Who can read what"), "readers"),
        ],
        block="own_data",
    )


def own_data_message(language: Language) -> Message:
    """Somebody has typed that they want to know, or to delete: a window does it, so that Slack keeps nothing of it."""
    return Message(
        text=neutral(language),
        blocks=[section(language.say("This opens for you alone:")), own_buttons(language)],
    )


def update_message(language: Language, production: str) -> Message:
    """Something about what is kept has changed; whom it concerns, stands behind the button."""
    return Message(
        text=neutral(language),
        blocks=[
            section(
                language.say(
                    "Something has changed in what is kept for {production}. Everybody in the cast reads this; what is "
                    "kept about you stands behind the button, and may be as before.",
                    production=production,
                )
            ),
            buttons([Button(language.say("Open"), "kept")]),
        ],
    )


def wish_in(language: Language, text: str) -> bool:
    """Whether a typed message asks for what is kept, or for a note to be deleted, and nothing else."""
    typed = simple(text)
    spoken = [language, Language("en")]
    return any(typed in {simple(phrase) for phrase in wishes(tongue).split("|")} for tongue in spoken)


def wishes(language: Language) -> str:
    """What people type, each way of saying it after a bar."""
    return language.say(
        "what do you hold about me|what do you keep about me|what do you know about me|what is kept about me|"
        "who can read what|who can read this|delete my note|delete my notes|delete note"
    )


def simple(text: str) -> str:
    """A text without case, spaces at its ends and marks."""
    return " ".join("".join(letter for letter in text.casefold() if letter.isalnum() or letter.isspace()).split())
