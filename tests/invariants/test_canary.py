"""Words typed at every place a person can type in are found nowhere but where they may be."""

import asyncio
import base64
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from handlers.routes import COMMANDS, SUBMISSIONS
from tests.command_line.shell import Shell
from tests.commands.acting import ASKED, FRIDAY, ask_for, home
from tests.invariants.canaries import Canaries, readers, stored_bytes, tables, typed_fields, typing_functions
from tests.serving import SERVING
from tests.world import MONDAY, World, direct, set_up, visible, world_on

pytestmark = SERVING

# Every function that builds a field to type in, and the window (its callback) the field is in.
WINDOWS = {
    "after_tap.change_modal": "change_words",
    "matter.limits_modal": "limit_scene",
    "account.name_modal": "own_name",
    "hold.hold_modal": "hold_words",
    "home.settings_modal": "settings",
    "rider.rider_modal": "rider",
    "rider.detail_inputs": "rider",
    "rider.document_inputs": "rider",
    "rider.translation_inputs": "rider",
    "rider.scene_modal": "scene_about",
}
PEOPLE = ("U0OLA", "U0JAN", "U0MIA", "U0DEV", "U0ADA", "U0SAM", "U0KIM")
OLA, MIA = "U0OLA", "U0MIA"

# Typed to be read by others, so kept in the clear, each in its column; everything else must not be found.
IN_THE_CLEAR = {
    "own_name.name": "person.chosen_name person.name",
    "own_name.pronouns": "person.pronouns",
    "settings.contact": "production.contact",
    "settings.help_line": "production.help_line",
    "rider.document": "rider.document",
    "command /closedset clear by U0MIA": "clearance.reason",
    "command /closedset clear by U0DEV": "clearance.reason",
}
# Who may find a word in a window of theirs: the performer who wrote it and the coordinator; the terms of a scene also
# its partners and the 1st AD. The deputy is not on duty alone, so reads no words.
ENTITLED = {
    "change_words": (OLA, MIA),
    "typed": (OLA, MIA),
    "edited": (OLA, MIA),
    "commented": (OLA, MIA),
    "typed by crew": (),
    "hold_words": (MIA,),
    "limit_scene": (OLA, "U0JAN", MIA, "U0DEV"),
    "rider": (OLA, MIA, "U0DEV", "U0ADA"),
    "scene_about": (OLA, "U0JAN", MIA, "U0DEV", "U0ADA"),
    "settings": PEOPLE[:-1],
    "own_name": (*PEOPLE, ""),
}


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every logger there is, at DEBUG."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


class Typist:
    """Somebody who types a word of its own into every field they come across."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.canary = Canaries()
        self.filled: set[tuple[str, str]] = set()

    async def fill(self, user: str, text: str = "") -> None:
        """Type into every field of the window a person has open, choose something elsewhere, and send it."""
        view = await self.world.modal(user, text)
        values = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                values[block["block_id"]] = self.value(view["callback_id"], block["element"])
        self.filled |= {(view["callback_id"], name) for name in typed_fields(view)}
        answer = await self.world.submit(user, **{name: value for name, value in values.items() if value})
        assert not answer.get("errors"), answer
        await self.close(user)

    async def close(self, user: str) -> None:
        """Close whatever window a person has open."""
        if (await self.world.get("/state"))["views"].get(user):
            await self.world.post("/view/close", user=user, all=True)

    def value(self, callback: str, element: dict[str, Any]) -> Any:
        """What goes into one field: a canary wherever words fit."""
        name, kind = element["action_id"], element["type"]
        if kind == "plain_text_input":
            place = f"{callback}.{name}"
            fixed = callback == "settings" and f"settings.{name}" not in IN_THE_CLEAR
            return str(element.get("initial_value") or "") if fixed else self.canary(place)
        if kind == "datepicker":
            return str(element.get("initial_date"))
        if kind == "static_select":
            return str(element.get("initial_option", element["options"][0])["value"])
        if kind == "radio_buttons":
            return str(element.get("initial_option", element["options"][0])["value"])
        if kind in ("checkboxes", "multi_static_select"):
            return [element["options"][0]["value"]]
        return ""

    async def write(self, user: str, place: str) -> dict[str, Any]:
        """Type a word into the conversation with the bot."""
        text = f"{self.canary(place)} tomorrow"
        return await self.world.post("/message", user=user, channel=direct(user), text=text)


async def fill_windows(typist: Typist) -> None:
    """Every window with a field to type in, filled and sent by whoever gets it."""
    world = typist.world
    await world.tap(OLA, await world.said(OLA, ASKED), "Not as agreed", "42pt1")
    await typist.fill(OLA, "Recorded")
    await world.alert(MIA, typist.canary("change_words.words"))
    await typist.close(MIA)
    for command, text in (
        ("/checkin", "limits 42pt1 @ola"),
        ("/checkin", "hold"),
        ("/scene", "terms 42pt1 @ola"),
        ("/scene", "about 42pt1"),
    ):
        await world.command(MIA, command, text)
        await typist.fill(MIA)
    await world.post("/open-home", user=MIA)
    await world.tap_in_modal(MIA, await home(world, MIA, "Your name"), "Your name")
    await typist.fill(MIA, "The name you stand with here")
    await world.tap_in_modal(MIA, await home(world, MIA, "Settings"), "Settings")
    await typist.fill(MIA, "Time zone")


async def type_in_conversations(typist: Typist) -> None:
    """Words, an edit, a deletion and a file with a comment, straight into the conversation."""
    world = typist.world
    sent = await typist.write(OLA, "typed")
    await world.said(OLA, "Slack keeps")
    ts = sent["message"]["ts"] if "message" in sent else (await world.messages(OLA))[-1]["ts"]
    mine = [one for one in await world.messages(OLA) if typist.canary("typed") in str(one.get("text"))]
    ts = mine[-1]["ts"] if mine else ts
    place = {"channel": direct(OLA), "user": OLA, "ts": ts}
    await world.post("/edit-message", **place, text=typist.canary("edited"))
    await world.said(OLA, "Slack keeps", times=2)
    await world.post("/delete-message", **place)
    await world.said(OLA, "Slack keeps", times=3)
    content = base64.b64encode(b"a page").decode()
    await world.post(
        "/file", user=OLA, channel=direct(OLA), name="page.txt", content=content, text=typist.canary("commented")
    )
    await world.said(OLA, "Slack keeps", times=4)
    await typist.write("U0SAM", "typed by crew")
    await world.said("U0SAM", "Nobody reads what is typed here")


async def give_commands(typist: Typist) -> None:
    """Every verb of every command, known and unknown, by everybody, a word of its own behind it."""
    for command in COMMANDS.values():
        for verb in [*(one.name for one in command.verbs), "dance"]:
            for user in PEOPLE:
                if (command.name, verb) in (("/scene", "cut"), ("/scene", "not-intimate"), ("/closedset", "close")):
                    continue
                word = typist.canary(f"command {command.name} {verb} by {user}")
                await typist.world.command(user, command.name, f"{verb} 42pt1 @sam {word}")
                await typist.close(user)


def test_every_field_to_type_in_is_known_here() -> None:
    """A new window with a field must be filled below before it may be."""
    assert typing_functions() == set(WINDOWS)
    assert set(WINDOWS.values()) <= set(SUBMISSIONS)


@pytest.mark.one_engine
async def test_what_people_type_is_found_nowhere_it_may_not_be(
    database_url: str, tmp_path: Path, everything_logged: pytest.LogCaptureFixture
) -> None:
    """Tables, file, log lines, exports, calls to Slack and notifications hold no word that was typed in confidence."""
    async with world_on(database_url) as world:
        await set_up(world)
        typist = Typist(world)
        await ask_for(world)
        await fill_windows(typist)
        await type_in_conversations(typist)
        await give_commands(typist)
        assert {callback for callback, _ in typist.filled} == set(WINDOWS.values())
        await world.at(FRIDAY, "20:00")
        await world.at(MONDAY, "05:31")
        await world.said("U0ADA", "With coordinator – plan may change")
        calls = list(readers((await world.get("/log"))["log"]))
        notified = repr((await world.get("/state"))["notifications"])
        ads = visible(await world.messages("U0ADA"))
    canary = typist.canary
    assert len(canary.words) > 40
    stored = {(column, place) for column, text in tables(database_url) for place in canary.places_in(text)}
    assert {found for found in stored if found[0] not in IN_THE_CLEAR.get(found[1], "").split()} == set()
    assert {place for place in canary.places_in(stored_bytes(database_url)) if place not in IN_THE_CLEAR} == set()
    lines = {
        (record.name, place)
        for record in everything_logged.records
        for place in canary.places_in(f"{record.getMessage()} {record.exc_text or ''}")
    }
    assert lines == set()
    assert canary.places_in(notified) == set()
    shown_to_all = ("own_name.name", "own_name.pronouns")
    read_by_ads = {place for place in canary.places_in(ads) if not place.endswith("by U0ADA")}
    assert read_by_ads - {*shown_to_all} == set()
    assert canary.places_in(await asyncio.to_thread(exported, database_url, tmp_path)) <= set(IN_THE_CLEAR)
    told = {(method, user, place) for method, user, text in calls for place in canary.places_in(text)}
    # The coordinator has read them: the words were there to be found.
    assert any(user == MIA and place == "change_words.words" for _, user, place in told)
    assert [one for one in told if not may_be_told(*one)] == []


def exported(url: str, folder: Path) -> str:
    """Everything the command line says of a production, and the files of its export."""
    into = folder / "export"
    into.mkdir()
    shell = Shell(into, DATABASE_URL=url)
    said = shell.says("export", "--plain", "--production", "baltic", "--for", MIA, "--into", str(into))
    said += shell.says("production", "list") + shell.says("verify", "--production", "baltic")
    files = list(into.iterdir())
    assert len(files) == 2
    for path in files:
        if path.suffix == ".pdf":
            said += "".join(page.extract_text() for page in PdfReader(path).pages)
        else:
            said += path.read_text(encoding="utf-8")
    return said


def may_be_told(method: str, user: str, place: str) -> bool:
    """Whether a call to Slack may hold what was typed at a place: a window of somebody entitled to it."""
    if place.startswith("command "):
        return place.endswith(f"by {user}") and user != ""
    return user in ENTITLED[place.partition(".")[0]]
