"""Riders from a table at the command line: previewed, applied once, and asked about in Slack."""

import asyncio
from pathlib import Path

import pytest

from tests.command_line.shell import Shell
from tests.commands.acting import FRIDAY, agree
from tests.engines import Engine, fresh
from tests.schedule.spreadsheet import Cell, workbook
from tests.serving import SERVING
from tests.world import World, add_scene, has_button, set_up, visible, world_on

pytestmark = SERVING

HEADERS: list[Cell] = [
    "Scene",
    "Cast ID",
    "Name",
    "Kinds",
    "Tone",
    "Agreed",
    "Nudity",
    "Sent",
    "In force",
    "Agreed (cs)",
]
OLA: list[Cell] = ["42pt1", 1.0, "", "kissing", "Tender", "As in the table.", "Shoulders.", "2026-02-10", "yes", ""]
JAN: list[Cell] = ["42pt1", "", "Jan Wolski", "", "", "As in the table.", "", "2026-02-10", "yes", "Jak v tabulce."]


class Table:
    """A table of riders beside a running bot."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.file = folder / "riders.xlsx"
        clock = f"{world.sandbox.url}/_control/clock"
        self.shell = Shell(folder, DATABASE_URL=world.database_url, CLOSEDSET_CLOCK_URL=clock)

    async def take(self, *rows: list[Cell], apply: bool = True) -> str:
        """Import these rows; what the command says."""
        self.file.write_bytes(workbook([HEADERS, *rows]))
        return await asyncio.to_thread(self.shell.says, *self.words(apply))

    async def fails(self, *rows: list[Cell]) -> list[str]:
        """Import rows that do not fit; the lines of the answer."""
        self.file.write_bytes(workbook([HEADERS, *rows]))
        return await asyncio.to_thread(self.shell.fails, *self.words(apply=True))

    def words(self, apply: bool) -> list[str]:
        return ["riders", str(self.file), "--production", "baltic", *(["--apply"] if apply else [])]


async def test_riders_come_in_are_asked_about_and_come_again(tmp_path: Path, database_url: str) -> None:
    """A first import asks nobody, the same again changes nothing, and other words ask that performer again."""
    async with world_on(database_url) as world:
        await set_up(world)
        await add_scene(world, "42pt1", ["1", "2"], riders=False)
        table = Table(world, tmp_path)
        seen = await table.take(OLA, JAN, apply=False)
        assert "rider       42pt1, Ola Nowak: version 1, in force (agreed, nudity, sent)" in seen
        assert "scene       42pt1: made of version 1 (kinds, tone)" in seen
        assert "translation 42pt1, Jan Wolski: cs" in seen
        assert "As in the table" not in seen
        assert "Nothing was applied" in seen
        assert "Applied" in await table.take(OLA, JAN)
        assert "Nothing changes." in await table.take(OLA, JAN)
        await world.at(FRIDAY, "08:00")
        for user in ("U0OLA", "U0JAN"):
            await agree(world, user)
        await world.at(FRIDAY, "08:20")
        await world.said("U0ADA", "Scene 42pt1: Ready")
        said = await table.take([*OLA[:6], "Shoulders and back.", *OLA[7:]], JAN)
        assert "version 2, in force (nudity)" in said
        message = await world.said("U0OLA", "Please look once more")
        await world.tap("U0OLA", message, "What was agreed")
        shown = visible(await world.modal("U0OLA", "Shoulders and back."))
        assert "As in the table." in shown
        assert "kissing" in shown
        await world.at(FRIDAY, "08:40")
        await world.said("U0ADA", "Scene 42pt1: Waiting")
        assert not any("look once more" in visible(one) for one in await world.messages("U0JAN"))


async def test_another_tone_asks_everybody_in_the_scene(tmp_path: Path, sqlite_engine: Engine) -> None:
    """What a scene is made of concerns all of them; a table without it takes nothing back."""
    with fresh(sqlite_engine, tmp_path) as url:
        async with world_on(url) as world:
            await set_up(world)
            await add_scene(world, "42pt1", ["1", "2"], riders=False)
            table = Table(world, tmp_path)
            await table.take(OLA, JAN)
            await world.at(FRIDAY, "08:00")
            for user in ("U0OLA", "U0JAN"):
                await agree(world, user)
            assert "made of version 2 (tone)" in await table.take([*OLA[:4], "Harsh", *OLA[5:]], JAN)
            for user in ("U0OLA", "U0JAN"):
                found = await world.said(user, "Please look once more")
                assert has_button(found, "What was agreed")
            assert "Nothing changes." in await table.take(JAN)


WRONG = [
    (["99", *OLA[1:]], "There is no scene 99 in Baltic"),
    ([OLA[0], "7", *OLA[2:]], "Nobody is named for cast id 7"),
    ([*OLA[:2], "Jan Wolski", *OLA[3:]], "Cast id 1 is Ola Nowak, not Jan Wolski"),
    ([OLA[0], "", "Ola Kowalska", *OLA[3:]], "“Ola Kowalska” names nobody for certain"),
    ([OLA[0], "", *OLA[2:]], "does not say whose rider it is"),
    ([*OLA[:5], "", *OLA[6:]], "Write it in the column Agreed"),
    ([*OLA[:7], "", *OLA[8:]], "Write the day in the column Sent"),
    ([*OLA[:7], "2027-01-01", *OLA[8:]], "lies in the future"),
    ([*OLA[:3], "cuddling", *OLA[4:]], "is no kind there is"),
]


async def test_what_fits_nothing_is_named_by_row_and_nothing_is_taken(tmp_path: Path, sqlite_engine: Engine) -> None:
    """One sentence for each bad row; the good row beside it is not recorded either."""
    with fresh(sqlite_engine, tmp_path) as url:
        async with world_on(url) as world:
            await set_up(world)
            await add_scene(world, "42pt1", ["1", "2"], riders=False)
            table = Table(world, tmp_path)
            for row, sentence in WRONG:
                said = await table.fails(JAN, row)
                assert len(said) == 2, said
                assert "line 3" in said[1]
                assert sentence in said[1]
            both = await table.fails(OLA, [*JAN[:4], "Harsh", *JAN[5:]])
            assert "Another row says something else of scene 42pt1" in both[1]
            assert "no rider recorded" in await world.command("U0MIA", "/scene", "list")


@pytest.mark.parametrize("name", ["nowhere.xlsx", "nowhere.csv"])
def test_a_table_that_is_not_there_is_one_sentence(baltic: Shell, name: str) -> None:
    """A wrong name is no traceback."""
    said = baltic.fails("riders", name, "--production", "baltic")
    assert said == [f"{name} cannot be opened (No such file or directory)."]
