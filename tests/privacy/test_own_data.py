"""What a performer can see about themselves, delete and take away."""

from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from sqlmodel import select

from bot.domain.roles import Role
from bot.privacy.private_notes import Deleting, Note, delete_note, keep_note, place_hold
from bot.productions import Somebody, somebody, take_role
from bot.record import all_facts
from storage import people
from storage.answers import Answer
from storage.closed_sets import ClosedSet
from storage.inbox import InboxRow, InboxState
from storage.privacy import NoteReading, PrivateNote
from storage.rosters import ClearanceAsked, Visitor
from tests.commands.acting import ASKED, ask_for, home
from tests.privacy.disk import on_disk
from tests.world import NEUTRAL, World, direct, until, visible

SECRET = "kestrel in the rafters"


async def write_a_note(world: World, words: str = SECRET) -> None:
    """Ola taps a change and writes a few words; the coordinator opens them."""
    await ask_for(world)
    await world.tap("U0OLA", await world.said("U0OLA", ASKED), "Not as agreed", "42pt1")
    await world.modal("U0OLA", "Recorded")
    await world.submit("U0OLA", words=words, direction="less")
    await world.alert("U0MIA", words)
    await world.submit("U0MIA")


async def stored(world: World) -> tuple[int, int]:
    """How many notes and how many answers are kept."""
    async with world.look() as transaction:
        notes = (await transaction.session.exec(select(PrivateNote))).all()
        return len(notes), len((await transaction.session.exec(select(Answer))).all())


async def kinds(world: World) -> str:
    """All the record's entries as they are stored."""
    async with world.look() as transaction:
        return repr(await all_facts(transaction, world.production.number))


async def test_case_28_what_do_you_hold_about_me(world: World) -> None:
    """A phrase typed or a command opens everything kept about the asker, to them alone, with who has read it."""
    await write_a_note(world)
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="What do you hold about me?")
    message = await world.said("U0OLA", "This opens for you alone:")
    assert message["text"] == NEUTRAL
    assert SECRET not in visible(message)
    await world.tap("U0OLA", message, "What is kept about me")
    page = visible(await world.modal("U0OLA", "Only you see this page."))
    for text in (
        "Name: Ola Nowak",
        "Performer",
        "Number 1 on the cast list",
        "Scene 42pt1, Mon 16 March, day 11: Not as agreed, in Slack, Fri 13 Mar, 08:",
        "rider version 1",
        "kept with the exact terms shown to you in English",
        "What the coordinator was told about you",
        ": about an answer of yours, seen by Mia Brandt, Fri 13 Mar, 08:",
        f"Your words: {SECRET}",
        "Goes on Fri 17 Apr",
        "Mia Brandt, Fri 13 Mar, 08:",
        "Scene 42pt1: as written, nothing more.",
        "two different things",
    ):
        assert text in page, text
    assert "Jan" not in page
    await world.post("/view/close", user="U0OLA")
    await world.command("U0JAN", "/checkin", "mine")
    other = visible(await world.modal("U0JAN", "Only you see this page."))
    assert SECRET not in other
    assert "Ola" not in other


async def test_what_else_is_kept(world: World) -> None:
    """Age, visits without being on a list, being asked for and what failed are on the page, without a role too."""
    await ask_for(world)
    async with world.transaction() as transaction:
        ada = await people.find_by_slack_user(transaction.session, "U0ADA")
        row = (await transaction.session.exec(select(ClosedSet))).one()
        jan = await people.find_by_slack_user(transaction.session, "U0JAN")
        assert ada is not None
        assert jan is not None
        await take_role(transaction, world.production, jan, Role.PERFORMER)
        jan.under_18, jan.under_18_until = True, date(2026, 9, 1)
        asked = ClearanceAsked(
            closed_set_id=row.number,
            person_id=jan.number,
            asked_by=ada.number,
            asked_at=transaction.now,
            cleared_at=transaction.now,
        )
        # Seen before anybody knew who this is.
        seen = Visitor(closed_set_id=row.number, slack_user="U0JAN", seen_at=transaction.now, out_at=transaction.now)
        sealed = transaction.vault.seal("inbox", "event:1", '{"user": "U0JAN"}')
        failed = InboxRow(key="event:1", payload=sealed, received_at=transaction.now, state=InboxState.FAILED)
        transaction.session.add_all([asked, seen, failed])
    await world.post("/message", user="U0JAN", channel=direct("U0JAN"), text="What do you hold about me?")
    await world.tap("U0JAN", await world.said("U0JAN", "This opens for you alone:"), "What is kept about me")
    page = visible(await world.modal("U0JAN", "Only you see this page."))
    for text in (
        "Recorded as under 18, of age from Tue 1 September",
        "1 thing that came in from you or about you could not be handled.",
        "Scene 42pt1, Mon 16 March, day 11: from Fri 13 Mar, 08:",
        "Scene 42pt1, Mon 16 March, day 11: set, asked by Ada Quist, Fri 13 Mar, 08:",
        "on the list since Fri 13 Mar, 08:",
        "Whom to turn to",
    ):
        assert text in page, text
    assert "Ola" not in page


async def test_the_phrase_alone_is_no_word_about_a_scene(world: World) -> None:
    """Asking what is kept puts nothing with the coordinator; the same words among others do."""
    await ask_for(world)
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="delete my note")
    await world.said("U0OLA", "This opens for you alone:")
    assert await stored(world) == (0, 0)
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="delete my note, I am not sure")
    await world.said("U0OLA", "Slack keeps")
    notes, answers = await stored(world)
    assert (notes, answers) == (1, 1)


async def test_every_opening_of_words_is_kept_without_them(world: World) -> None:
    """Each time an entitled reader opens words, who and when is kept; a deputy who may not read leaves no trace."""
    await write_a_note(world)
    await world.alert("U0MIA", SECRET)
    async with world.look() as transaction:
        readings = (await transaction.session.exec(select(NoteReading))).all()
        mia = await people.find_by_slack_user(transaction.session, "U0MIA")
    assert mia is not None
    assert len(readings) >= 2
    assert {row.reader_id for row in readings} == {mia.number}
    assert "words_read" in await kinds(world)
    assert SECRET not in await kinds(world)


async def test_a_deputy_reads_after_a_handover_and_the_performer_sees_it(world: World) -> None:
    """Before it the words are kept for the coordinator; after it the deputy's name stands among the readers."""
    await write_a_note(world)
    await world.command("U0OLA", "/checkin", "mine")
    assert "Dev Anand" not in visible(await world.modal("U0OLA", "Who has read your notes"))
    await world.post("/view/close", user="U0OLA")
    await world.command("U0MIA", "/checkin", "duty handover @dev")
    await world.post("/message", user="U0OLA", channel=direct("U0OLA"), text="one thing more")
    await world.alert("U0DEV", "one thing more")
    await world.command("U0OLA", "/checkin", "mine")
    page = visible(await world.modal("U0OLA", "Who has read your notes"))
    assert "Dev Anand, Fri 13 Mar, 08:" in page


async def test_delete_my_note(world: World) -> None:
    """One tap deletes the note down to the file; the answer stays, the record says that, not what."""
    await write_a_note(world)
    await world.tap("U0OLA", await world.said("U0OLA", "Recorded. You can change"), "See it")
    modal = await world.modal("U0OLA", SECRET)
    async with world.look() as transaction:
        content = (await transaction.session.exec(select(PrivateNote))).one().content
    assert content[15:60] in on_disk(world.database_url)
    await world.tap_in_modal("U0OLA", modal, "Delete this note")
    said = visible(await world.modal("U0OLA", "Deleted: the note is gone"))
    assert "Slack keeps until you delete it there" in said
    assert SECRET not in said
    assert await stored(world) == (0, 1)

    async def out() -> bool:
        return content[15:60] not in on_disk(world.database_url)

    await until(out, "the note leaving the files")
    assert "words_deleted" in await kinds(world)
    await world.post("/view/close", user="U0OLA")
    await world.command("U0OLA", "/checkin", "delete")
    await world.modal("U0OLA", "No note of yours is kept.")


async def test_nobody_deletes_anothers_note(world: World) -> None:
    """Another person's note is not found under its number, and stays."""
    await write_a_note(world)
    async with world.transaction() as transaction:
        jan, note = (
            await people.find_by_slack_user(transaction.session, "U0JAN"),
            (await transaction.session.exec(select(PrivateNote))).one(),
        )
        assert jan is not None
        assert (await delete_note(transaction, jan, note.number)).outcome is Deleting.GONE
    assert (await stored(world))[0] == 1


async def download(world: World, user: str, file: dict[str, Any]) -> bytes:
    """A file, as its reader's Slack fetches it."""
    async with world.session.get(f"{world.sandbox.url}/_control/file/{file['id']}?user={user}") as answer:
        assert answer.status == 200
        return await answer.read()


async def test_as_a_file(world: World) -> None:
    """The file comes neutrally named and encrypted; what opens it stands in the window alone."""
    await write_a_note(world)
    await world.command("U0OLA", "/checkin", "mine")
    await world.tap_in_modal("U0OLA", await world.modal("U0OLA", "Only you see"), "As a file")
    modal = await world.modal("U0OLA", "This opens it:")
    passphrase = modal["blocks"][1]["text"]["text"].strip("*")

    async def shared() -> dict[str, Any] | None:
        return next((one for one in await world.messages("U0OLA") if one.get("files")), None)

    message = await until(shared, "the file")
    assert message["files"][0]["name"] == "document.pdf"
    assert passphrase not in str(await world.messages("U0OLA"))
    content = await download(world, "U0OLA", message["files"][0])
    assert SECRET.encode() not in content
    reader = PdfReader(BytesIO(content), password=passphrase)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert SECRET in text
    assert "For Ola Nowak alone" in text
    assert "exported" in await kinds(world)


async def test_a_file_that_slack_does_not_take_is_said(one_world: World) -> None:
    """The window with the passphrase says that no file will come, and what to do."""
    world = one_world
    await world.post("/faults", method="files.completeUploadExternal", times=1, error="internal_error")
    await world.command("U0OLA", "/checkin", "mine")
    await world.tap_in_modal("U0OLA", await world.modal("U0OLA", "Only you see"), "As a file")
    await world.modal("U0OLA", "The file could not be sent.")
    assert not [one for one in await world.messages("U0OLA") if one.get("files")]


async def test_a_hold_keeps_a_note_and_the_performer_sees_it(world: World) -> None:
    """The coordinator places it; the performer is told, sees by whom and until when, and why deleting waits."""
    await write_a_note(world)
    await world.command("U0MIA", "/checkin", "hold")
    modal = await world.modal("U0MIA", "Whose notes")
    options = next(block for block in modal["blocks"] if block.get("block_id") == "person")["element"]["options"]
    ola = next(option["value"] for option in options if option["text"]["text"] == "Ola Nowak")
    await world.submit("U0MIA", person=ola, until="2026-06-30", reason="a claim is under way")
    await world.tap("U0OLA", await world.said("U0OLA", "Something has changed in what is kept"), "Open")
    page = visible(await world.modal("U0OLA", "Legal holds on your notes"))
    assert "By Mia Brandt, since Fri 13 Mar, 08:" in page
    assert "until Wed 1 Jul, 00:00" in page
    assert "a claim is under way" not in page
    await world.post("/view/close", user="U0OLA")
    await world.command("U0OLA", "/checkin", "delete")
    await world.tap_in_modal("U0OLA", await world.modal("U0OLA", SECRET), "Delete this note")
    said = visible(await world.modal("U0OLA", "This note cannot be deleted yet."))
    assert "Mia Brandt, +48 1" in said
    assert "Besides the coordinator: Equity helpline +44 1" in said
    await world.at(date(2026, 6, 1), "12:00")
    assert (await stored(world))[0] == 1
    await world.post("/view/close", user="U0OLA")
    await world.command("U0MIA", "/checkin", "hold")
    await world.tap_in_modal("U0MIA", await world.modal("U0MIA", "a claim is under way"), "End this hold")
    await world.at(date(2026, 6, 1), "14:00")

    async def gone() -> bool:
        return (await stored(world))[0] == 0

    await until(gone, "the words going once the hold has ended")
    assert "words_held" in await kinds(world)
    assert "hold_lifted" in await kinds(world)


async def test_only_the_coordinator_places_a_hold(world: World) -> None:
    """Neither the AD nor the deputy nor a performer."""
    for user in ("U0ADA", "U0SAM", "U0DEV", "U0OLA"):
        await world.command(user, "/checkin", "hold")
        assert not (await world.get("/state"))["views"].get(user)
    wrong = await hold_until(world, "2026-01-01")
    assert "Please choose a day to come." in str(wrong)


async def hold_until(world: World, day: str) -> dict[str, Any]:
    """The coordinator tries to place a hold on Ola's notes."""
    await world.command("U0MIA", "/checkin", "hold")
    await world.modal("U0MIA", "Whose notes")
    async with world.look() as transaction:
        ola = await people.find_by_slack_user(transaction.session, "U0OLA")
    assert ola is not None
    return await world.submit("U0MIA", person=str(ola.number), until=day, reason="why")


async def test_the_coordinator_is_told_once_before_words_go(world: World) -> None:
    """Seven days before, one neutral message and a line on Home, with no name and no scene; nobody else hears it."""
    await write_a_note(world)
    await world.at(date(2026, 4, 9), "12:00")
    assert "some private words go" not in visible(await world.messages("U0MIA"))
    await world.at(date(2026, 4, 11), "12:00")
    message = await world.said("U0MIA", "Baltic: some private words go on Fri 17 April")
    assert message["text"] == NEUTRAL
    assert "Ola" not in visible(message)
    assert "42pt1" not in visible(message)
    await world.post("/open-home", user="U0MIA")
    await home(world, "U0MIA", "some private words go on Fri 17 April")
    await world.at(date(2026, 4, 13), "12:00")
    await world.command("U0MIA", "/checkin", "send 42pt1")
    told = [one for one in await world.messages("U0MIA") if "private words go" in visible(one)]
    assert len(told) == 1
    for user in ("U0DEV", "U0ADA", "U0OLA"):
        assert "private words go" not in visible(await world.messages(user))


async def test_who_can_read_what_in_one_tap(world: World) -> None:
    """From the first message and from Home: each reader with what they can technically read, and whom to turn to."""
    await ask_for(world)
    await world.tap("U0OLA", await world.said("U0OLA", "How this works"), "Who can read what")
    shown = visible(await world.modal("U0OLA", "Mia Brandt"))
    for text in (
        "Dev Anand",
        "only after a handover",
        "Assistant directors",
        "machine and its keys",
        "Equity helpline",
    ):
        assert text in shown, text
    await world.post("/view/close", user="U0OLA")
    await world.post("/open-home", user="U0OLA")
    await world.tap_in_modal("U0OLA", await home(world, "U0OLA", "How this works"), "Who can read what")
    await world.modal("U0OLA", "Help from outside: +44 2")


async def test_a_long_life_fits_in_pages(world: World) -> None:
    """Many long notes are shown whole, page by page in the same window."""
    await ask_for(world)
    async with world.transaction() as transaction:
        ola = await somebody(transaction, Somebody("Ola Nowak", "U0OLA"))
        mia = await somebody(transaction, Somebody("Mia Brandt", "U0MIA"))
        for number in range(12):
            text = f"note {number} " + "word " * 500
            await keep_note(transaction, ola.number, Note(text), production_id=world.production.number, answer_id=None)
        await place_hold(transaction, world.production, ola, mia, transaction.now.replace(year=2027), "because")
    await world.command("U0OLA", "/checkin", "mine")
    shown = visible(await world.modal("U0OLA", "Page 1 of"))
    pages = int(shown.partition("Page 1 of ")[2].split()[0])
    assert pages > 2
    for page in range(2, pages + 1):
        await world.tap_in_modal("U0OLA", await world.modal("U0OLA", f"Page {page - 1} of"), "Next page")
        shown += visible(await world.modal("U0OLA", f"Page {page} of"))
    assert all(f"note {number} word" in shown for number in range(12))
