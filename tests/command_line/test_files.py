"""Schedules and cast lists from the command line."""

import asyncio
from pathlib import Path

import pytest

from storage import people, scenes
from tests.command_line.production import baltic as stored
from tests.command_line.production import stepping
from tests.command_line.shell import Shell
from tests.schedule.files import BLUE, ONE_LINER, sample
from tests.serving import SERVING
from tests.world import world_on

CAST = """Cast ID,Character,Name,Slack,Role
1,Ola,Ola Nowak,U0OLA,
1X,Ola,Zoe Kask,U0ZOE,body double
2,Jan,Jan W,in person,
"""

pytestmark = SERVING


@pytest.fixture
def files(baltic: Shell) -> Shell:
    """The terminal in a folder with schedules and a cast list."""
    (baltic.folder / "white.csv").write_bytes(ONE_LINER)
    (baltic.folder / "blue.csv").write_bytes(BLUE)
    (baltic.folder / "cast.csv").write_text(CAST)
    return baltic


def test_without_a_yes_nothing_is_applied(files: Shell) -> None:
    """The preview tells all; where nobody can be asked, nothing happens without --apply."""
    said = files.says("import", "white.csv", "--production", "baltic")
    assert "scene 42pt1" in said
    assert "looks intimate" in said
    assert "Nothing was applied" in said
    assert "version 1" in files.says("production", "list")


@pytest.mark.parametrize("word", ["--apply", "--yes"])
def test_an_import_is_applied_once(files: Shell, word: str) -> None:
    """The same file again changes nothing, and says so."""
    assert "Applied: Baltic has board version 2." in files.says("import", "white.csv", "--production", "baltic", word)
    assert "Nothing changes (9 scenes as before)." in files.says("import", "white.csv", "--production", "baltic", word)


def test_a_changed_file_is_a_difference(files: Shell) -> None:
    """What moved, what is cut and what is new, each in a line."""
    files.says("import", "white.csv", "--production", "baltic", "--apply")
    said = files.says("import", "blue.csv", "--production", "baltic")
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert "moved scene 42pt2 2026-03-18 → 2026-03-19" in lines
    assert any(line.startswith("cut scene 38 not in the file") for line in lines)
    assert any(line.startswith("call 2026-03-18 17:30 → 16:30") for line in lines)


def test_every_place_that_cannot_be_read_is_named(files: Shell) -> None:
    """Line and column of each, and nothing of the file is taken."""
    (files.folder / "bad.csv").write_text("Date,Scene,Cast IDs\n2026-03-16,1,1\nsoon,2,2\n2026-03-17,,\n,3,1\n")
    said = files.fails("import", "bad.csv", "--production", "baltic", "--apply")
    assert "bad.csv cannot be read" in said[0]
    assert any("line 3" in line and "Date" in line for line in said[1:])
    assert "version 1" in files.says("production", "list")


def test_a_file_that_is_not_there_is_one_sentence(files: Shell) -> None:
    """A wrong name is no traceback."""
    assert files.fails("import", "pink.csv", "--production", "baltic") == [
        "pink.csv cannot be opened (No such file or directory)."
    ]


def test_the_public_sample_needs_a_choice_of_stripboard(files: Shell) -> None:
    """It names the stripboards, and with one shows all 173 strips over its days."""
    (files.folder / "film.uss").write_bytes(sample("full_sample_schedule.uss"))
    asked = files.fails("import", "film.uss", "--production", "baltic")
    assert '"Second Pass" (67 days)' in asked[1]
    said = files.says("import", "film.uss", "--production", "baltic", "--stripboard", "Second Pass", "--apply")
    assert "173 strips over 67 days" in said
    assert "Applied" in said


async def test_the_cast_is_named_once(files: Shell, database_url: str) -> None:
    """People by id and in person; a double is marked; the same list again changes nothing."""

    def name() -> None:
        assert "Ola Nowak as Ola, U0OLA" in files.says("cast", "cast.csv", "--production", "baltic", "--apply")
        assert "nothing to change" in files.says("cast", "cast.csv", "--production", "baltic", "--apply")

    await asyncio.to_thread(name)
    async with stepping(database_url) as transaction:
        found = await people.get_cast(transaction.session, (await stored(transaction)).number)
        jan = await people.get(transaction.session, found["2"].person_id)
        assert [member.double for member in found.values()] == [False, True, False]
        assert (jan.in_person, jan.slack_user) == (True, None)


def test_addresses_need_a_token(files: Shell) -> None:
    """Without one, it says what to do instead."""
    (files.folder / "mail.csv").write_text("Cast ID,Character,Name,Slack\n1,Ola,Ola Nowak,ola@example.com\n")
    said = files.fails("cast", "mail.csv", "--production", "baltic")
    assert len(said) == 1
    assert "SLACK_BOT_TOKEN" in said[0]


async def test_beside_a_running_bot_addresses_and_names_come_from_slack(tmp_path: Path, database_url: str) -> None:
    """The command line asks Slack who is meant, and the bot that runs acts on what was imported."""
    async with world_on(database_url) as world:
        slack = {"SLACK_API_URL": f"{world.sandbox.url}/api/", "SLACK_BOT_TOKEN": "xoxb-sandbox"}
        shell = Shell(tmp_path, DATABASE_URL=database_url, **slack)
        for name, content in (("cast.csv", CAST.replace("U0OLA", "ola@example.com").encode()), ("w.csv", ONE_LINER)):
            (tmp_path / name).write_bytes(content)

        def set_up() -> None:
            words = ("--short", "baltic", "--time-zone", "Europe/Warsaw", "--coordinator", "U0MIA")
            assert "Mia Brandt is on duty" in shell.says("production", "add", "Baltic", *words)
            assert "U0OLA" in shell.says("cast", str(tmp_path / "cast.csv"), "--production", "baltic", "--apply")
            shell.says("import", str(tmp_path / "w.csv"), "--production", "baltic", "--apply")

        await asyncio.to_thread(set_up)
        await world.said("U0MIA", "There is something for you to know.")
    async with stepping(database_url) as transaction:
        assert len(await scenes.list_all(transaction.session, (await stored(transaction)).number)) == 9
