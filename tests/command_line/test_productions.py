"""Setting up productions from the command line."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.command_line.production import baltic as stored
from tests.command_line.production import stepping
from tests.command_line.shell import Shell


def test_a_new_production_has_its_people_and_its_coordinator_on_duty(baltic: Shell) -> None:
    """The first coordinator goes on duty at once, and the list says so."""
    listed = baltic.says("production", "list")
    assert "Mia Brandt" in listed
    assert "Dev Anand" in listed
    assert "U0ADA" in listed
    assert "nobody" not in listed


def test_adding_says_who_is_on_duty(shell: Shell) -> None:
    """Nobody has to guess, with a coordinator or without."""
    words = ("--time-zone", "Europe/Warsaw")
    said = shell.says("production", "add", "Baltic", "--short", "b1", *words, "--coordinator", "U0MIA=Mia Brandt")
    assert "Mia Brandt is on duty from now on" in said
    assert "no check-in is sent" in shell.says("production", "add", "North", "--short", "b2", *words)


async def test_settings_reach_the_production(database_url: str, tmp_path: Path) -> None:
    """Hours, times and the rarer settings are stored in their own types."""
    shell = Shell(tmp_path, DATABASE_URL=database_url)
    options = ("--evening", "18:30", "--first-hours", "48", "--set", "grid-minutes=30", "--set", "rider_required=no")

    def add() -> None:
        shell.says("production", "add", "Baltic", "--short", "baltic", "--time-zone", "Europe/Warsaw", *options)

    # A command has a loop of its own, so it runs in a thread of its own.
    await asyncio.to_thread(add)
    async with stepping(database_url) as transaction:
        production = await stored(transaction)
        assert (f"{production.evening_at:%H:%M}", production.first_checkin_hours) == ("18:30", 48)
        assert (production.grid_minutes, production.rider_required) == (30, False)


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--time-zone", "Europe/Atlantis"), "Europe/Atlantis"),
        (("--short", "Baltic Sea!"), "Baltic Sea!"),
        (("--evening", "late"), "late"),
        (("--coordinator", "Mia"), "Mia"),
        (("--set", "colour=blue"), "colour=blue"),
        (("--set", "grid-minutes=many"), "many"),
    ],
)
def test_what_does_not_fit_is_one_sentence(shell: Shell, options: tuple[str, str], named: str) -> None:
    """It says what was wrong and changes nothing."""
    given = {"--short": "baltic", "--time-zone": "Europe/Warsaw", options[0]: options[1]}
    words = [word for option in given.items() for word in option]
    said = shell.fails("production", "add", "Baltic", *words)
    assert len(said) == 1
    assert named in said[0]
    assert "no production yet" in shell.says("production", "list")


def test_changes_are_made_whole_or_not_at_all(baltic: Shell) -> None:
    """A role that nobody holds stops the change of the hour beside it."""
    baltic.fails("production", "change", "baltic", "--name", "North", "--remove-role", "deputy=U0MIA")
    assert "Baltic" in baltic.says("production", "list")


def test_taking_the_last_role_says_that_nobody_is_on_duty(baltic: Shell) -> None:
    """Without anyone on duty no check-in is sent, and the command line says so too."""
    said = baltic.says("production", "change", "baltic", "--remove-role", "coordinator=U0MIA")
    assert "Mia Brandt: no longer coordinator." in said
    assert "no check-in is sent" in said


def test_a_wrong_name_tells_the_right_ones(baltic: Shell) -> None:
    """Nobody has to look up how a production is called."""
    assert baltic.fails("production", "change", "balt", "--evening", "18:00") == [
        "There is no production called “balt”. There are: baltic."
    ]


async def test_a_profile_sets_what_the_options_leave_open(database_url: str, tmp_path: Path) -> None:
    """A country's values are a production's own from then on; what was set by hand stays when the country changes."""
    shell = Shell(tmp_path, DATABASE_URL=database_url)

    def add() -> None:
        words = ("--short", "baltic", "--time-zone", "Europe/Warsaw", "--profile", "pl", "--notice-hours", "60")
        shell.says("production", "add", "Baltic", *words)
        shown = shell.says("profile", "show", "--production", "baltic")
        assert "Baltic has the profile pl." in shown
        assert re.search(r"notice hours\W+48\W+unchecked\W+60", shown)
        assert re.search(r"per department at monitors\W+1\W+S35", shown)
        assert "Nudity only while filming. (S35)" in shown
        shell.says("production", "change", "baltic", "--profile", "fr")
        wrong = shell.fails("production", "change", "baltic", "--profile", "mars")
        assert wrong == ["There is no profile “mars”. Write one of: general, us, uk, pl, fr, es, au."]

    await asyncio.to_thread(add)
    async with stepping(database_url) as transaction:
        production = await stored(transaction)
        assert (production.profile, production.language, production.notice_hours) == ("fr", "fr", 60)


def test_profiles_are_listed_with_how_much_of_them_has_a_source(shell: Shell) -> None:
    """Every country is there, and that it is no legal advice."""
    said = shell.says("profile", "list")
    assert re.search(r"\bpl\W+Poland\W+48 h\W+72 h\W+pl\W+2 of 1[12]", said)
    assert "not legal advice" in said
    assert "such as pl" in shell.fails("profile", "show")[0]
