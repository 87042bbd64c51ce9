"""The export of a production: for its coordinator, what can be proved; for anybody else a refusal on record."""

import csv
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from bot.domain.record_kinds import RecordKind
from bot.domain.terms import RiderTerms
from bot.record import all_facts
from bot.schedule.editing import follow_board, mark_filmed
from bot.terms.versions import record_rider, set_in_force
from storage import people, rosters, shoot_days, terms
from storage.scenes import Intimacy, Scene
from storage.strips import Strip
from tests.closed_sets.channels import closed_set, open_set
from tests.commands.acting import RECEIPT, agree, ask_for
from tests.privacy.test_own_data import download
from tests.record.test_record import typed
from tests.world import MONDAY, NEUTRAL, World, direct, until

SATURDAY = date(2026, 3, 14)
SUNDAY = date(2026, 3, 15)
SECRET = "kestrel in the rafters"


async def made(world: World, folder: Path) -> tuple[list[dict[str, str]], list[str], str]:
    """The export as a table, as pages and as bytes of text, made at the terminal for Mia."""
    words = ("export", "--plain", "--production", "baltic", "--for", "U0MIA", "--into", str(folder))
    code, said = await typed(world.database_url, folder, *words)
    assert code == 0, said
    table, pages = files(folder)
    return list(csv.DictReader(StringIO(table))), pages, table


def files(folder: Path) -> tuple[str, list[str]]:
    """The table and the pages of the export in a folder; empty without one."""
    tables, papers = list(folder.glob("*.csv")), list(folder.glob("*.pdf"))
    table = tables[0].read_text(encoding="utf-8-sig") if tables else ""
    return table, [page.extract_text() for paper in papers for page in PdfReader(paper).pages]


async def test_the_export_says_who_confirmed_what_version_when(world: World, tmp_path: Path) -> None:
    """Ola's confirmation stands with its version, time and hash, notice met; Jan's change leaves a dash."""
    await ask_for(world)
    await agree(world, "U0OLA")
    await agree(world, "U0JAN")
    await world.tap("U0JAN", await world.said("U0JAN", "What was agreed"), "Not as agreed", "42pt1")
    await world.post("/message", user="U0JAN", channel=direct("U0JAN"), text=SECRET)
    await world.said("U0JAN", "Slack keeps")
    rows, pages, table = await made(world, tmp_path)
    ola, jan = (next(row for row in rows if row["name"] == name) for name in ("Ola Nowak", "Jan Wolski"))
    assert (ola["scene"], ola["date"], ola["notice"], ola["rider_version"]) == ("42pt1", "2026-03-16", "met", "1")
    assert ola["confirmed_at"].startswith("2026-03-13T07:")
    assert (ola["confirmed_how"], ola["confirmed_version"], ola["terms_language"]) == ("tap", "1", "en")
    async with world.look() as transaction:
        kept = await all_facts(transaction, world.production.number)
    assert ola["terms_hash"] in [one.get("terms") for one in kept]
    assert {name for name, value in jan.items() if value and name.startswith("confirmed")} == set()
    for private in (SECRET, "as written", "not_as_agreed", "Not as agreed", "typed"):
        assert private not in table + "".join(pages), private
    assert len(pages) == 1
    assert "Scene 42pt1" in pages[0]
    assert "rider version 1" in pages[0]


async def gone(world: World) -> bool:
    """Whether somebody came uncleared, and everybody who did was seen to be out again."""
    number = (await closed_set(world)).number
    async with world.look() as transaction:
        came = await rosters.list_visitors(transaction.session, number)
        return bool(came) and all(visit.out_at is not None and visit.person_id is not None for visit in came)


async def test_the_export_says_who_was_on_the_closed_set(world: World, tmp_path: Path) -> None:
    """Everybody cleared, by whom and when they were in the channel; whoever came without being cleared, and was out."""
    await ask_for(world)
    await world.at(SUNDAY, "20:00")
    row = await open_set(world)
    await world.post("/channel/add", channel=row.channel, user="U0BEN", by="U0JAN")
    await world.said("U0MIA", "There is something for you to know.")
    await until(lambda: gone(world), "Ben being out")
    rows, pages, _ = await made(world, tmp_path)
    cleared = {row["name"]: row for row in rows if row["kind"] == "closed_set"}
    assert {"Ola Nowak", "Jan Wolski", "Mia Brandt", "Ada Quist"} <= set(cleared)
    assert all(row["entered_at"] and row["access"] == "set" for row in cleared.values())
    came = [row for row in rows if row["kind"] == "not_cleared"]
    assert [(row["name"], bool(row["entered_at"]), bool(row["left_at"])) for row in came] == [("Ben Holt", True, True)]
    assert "not cleared" in pages[0]


async def test_the_head_in_an_export_is_still_in_the_record_later(world: World, tmp_path: Path) -> None:
    """Whoever has the export can have the record held against it, after more has been written."""
    await ask_for(world)
    rows, _, _ = await made(world, tmp_path)
    await agree(world, "U0OLA")
    head = rows[0]["record_head"]
    code, said = await typed(world.database_url, tmp_path, "verify", "--production", "baltic", "--head", head)
    assert (code, f"The head {head} is in the record." in said) == (0, True)


async def test_an_ad_and_a_stranger_get_a_refusal_that_is_recorded(world: World, tmp_path: Path) -> None:
    """An export asked for by anybody but the coordinator is not made, and that it was asked for is on record."""
    await ask_for(world)
    for user in ("U0ADA", "U0DEV", "U0OLA", "U0NOBODY"):
        code, said = await typed(world.database_url, tmp_path, "export", "--production", "baltic", "--for", user)
        assert code == 1
        assert "for the production's coordinator only" in said
    assert files(tmp_path) == ("", [])
    async with world.look() as transaction:
        kinds = [one["kind"] for one in await all_facts(transaction, world.production.number)]
    assert kinds.count(RecordKind.REFUSED) == 4


async def test_an_export_before_anything_was_asked(world: World, tmp_path: Path) -> None:
    """A production without a scene has an export that says so."""
    rows, pages, _ = await made(world, tmp_path)
    assert rows == []
    assert "Nobody has been asked about a scene yet." in pages[0]


async def sent_file(world: World, user: str) -> tuple[PdfReader, dict[str, Any]]:
    """The file that comes after its window, opened with what stands in the window; and its message."""
    modal = await world.modal(user, "This opens it:")
    passphrase = modal["blocks"][1]["text"]["text"].strip("*")

    async def shared() -> dict[str, Any] | None:
        return next((one for one in await world.messages(user) if one.get("files")), None)

    message = await until(shared, "the file")
    assert passphrase not in str(await world.messages(user))
    return PdfReader(BytesIO(await download(world, user, message["files"][0])), password=passphrase), message


async def test_in_slack_the_coordinator_gets_it_as_an_encrypted_file(world: World) -> None:
    """The pages with the table inside them, neutrally named; what opens it stands in a window alone."""
    await ask_for(world)
    await agree(world, "U0OLA")
    await world.command("U0MIA", "/checkin", "export")
    reader, message = await sent_file(world, "U0MIA")
    assert (message["text"], message["files"][0]["name"]) == (NEUTRAL, "document.pdf")
    assert "Scene 42pt1" in " ".join(page.extract_text() for page in reader.pages)
    table = reader.attachments["table.csv"][0].decode("utf-8-sig")
    assert next(row["notice"] for row in csv.DictReader(StringIO(table)) if row["name"] == "Ola Nowak") == "met"


async def test_in_slack_anybody_else_is_told_that_it_is_not_for_them(world: World) -> None:
    """The deputy and the AD read the same sentence as for any command that is not theirs, and no file comes."""
    await ask_for(world)
    for user in ("U0DEV", "U0ADA"):
        assert "not" in await world.command(user, "/checkin", "export")
    assert [one for user in ("U0DEV", "U0ADA") for one in await world.messages(user) if one.get("files")] == []


async def test_a_filmed_day_keeps_what_held_when_it_was_filmed(world: World, tmp_path: Path) -> None:
    """A rider, a change and a taking out of force after filming are about later days; the page of the day stays."""
    scene = await ask_for(world)
    await agree(world, "U0OLA")
    await agree(world, "U0JAN")
    await world.at(MONDAY, "12:00")
    async with world.transaction() as transaction:
        await mark_filmed(transaction, world.production, scene, await shoot_days.get(transaction.session, 1))
    await world.at(MONDAY, "15:00")
    async with world.transaction() as transaction:
        ola, mia = [await people.find_by_slack_user(transaction.session, user) for user in ("U0OLA", "U0MIA")]
        assert ola is not None
        assert mia is not None
        known = await terms.find_rider(transaction.session, scene.key, ola.number)
        assert known is not None
        await set_in_force(transaction, world.production.number, known, mia, in_force=False)
        await record_rider(transaction, scene, ola, mia, RiderTerms("For pick-ups.", "", sent_at=transaction.now))
    await world.tap("U0JAN", await world.said("U0JAN", "What was agreed"), "Not as agreed", "42pt1")
    await world.said("U0JAN", RECEIPT, times=2)
    rows, _, _ = await made(world, tmp_path)
    for name in ("Ola Nowak", "Jan Wolski"):
        row = next(row for row in rows if row["name"] == name)
        assert (row["rider_version"], row["notice"], row["confirmed_version"]) == ("1", "met", "1"), name


async def test_a_rider_that_is_not_in_force_reads_so(world: World, tmp_path: Path) -> None:
    """However early it was sent, a rider that does not hold meets nothing."""
    scene = await ask_for(world)
    async with world.transaction() as transaction:
        ola, mia = [await people.find_by_slack_user(transaction.session, user) for user in ("U0OLA", "U0MIA")]
        assert ola is not None
        assert mia is not None
        known = await terms.find_rider(transaction.session, scene.key, ola.number)
        assert known is not None
        await set_in_force(transaction, world.production.number, known, mia, in_force=False)
    rows, _, _ = await made(world, tmp_path)
    assert {row["name"]: row["notice"] for row in rows if row["kind"] == "performer"} == {
        "Ola Nowak": "not_in_force",
        "Jan Wolski": "met",
    }


async def test_a_scene_added_later_was_not_asked_about_earlier(world: World, tmp_path: Path) -> None:
    """The message that arrived for the first scene of a day says nothing of one that joined the day afterwards."""
    await ask_for(world)
    await world.at(SATURDAY, "12:00")
    async with world.transaction() as transaction:
        day = await shoot_days.get(transaction.session, 1)
        scene = Scene(production_id=world.production.number, number="42A", intimacy=Intimacy.CONFIRMED)
        transaction.session.add(scene)
        await transaction.session.flush()
        transaction.session.add(Strip(shoot_day_id=day.number, scene_id=scene.key, cast_ids=["1"]))
        await follow_board(transaction, world.production, [day])
    await world.said("U0OLA", "42A")
    rows, _, _ = await made(world, tmp_path)
    row = next(row for row in rows if row["scene"] == "42A" and row["kind"] == "performer")
    assert row["asked_at"].startswith("2026-03-14")
    assert row["delivered_at"] == "" or row["delivered_at"] >= row["asked_at"]


async def test_what_was_said_in_person_has_no_language(world: World, tmp_path: Path) -> None:
    """Nobody knows what was read: the coordinator who recorded it is named instead."""
    await ask_for(world)
    await world.command("U0MIA", "/checkin", "record 42pt1 @ola as agreed in person")
    rows, _, _ = await made(world, tmp_path)
    ola = next(row for row in rows if row["name"] == "Ola Nowak")
    assert (ola["confirmed_how"], ola["recorded_by"], ola["terms_language"]) == ("in_person", "Mia Brandt", "")
    assert ola["terms_hash"]
