"""Payloads of another app or workspace change nothing, and people of another workspace are strangers."""

import logging
from collections.abc import Mapping
from typing import Any

import pytest
from sqlmodel import select

from bot.slack import SlackUnsure, is_stranger
from handlers.inbox import TELL_OF_CHANNELS
from handlers.replies import Reply
from handlers.requests import Kind
from handlers.routes import EVENTS
from handlers.workspace import Workspace
from storage.inbox import InboxRow
from storage.written import Written
from tests.cases.test_going_wrong import FRIDAY
from tests.in_process_bot import InProcessBot
from tests.installation.door import Body, Door, bodies, colleague
from tests.serving import SERVING
from tests.world import World, add_scene


async def test_what_is_for_the_bot_is_taken(door: Door) -> None:
    """Each kind of payload there is, from people of the workspace."""
    assert set(bodies()) == set(Kind)
    for kind, body in bodies().items():
        assert await door.send(body) is not None, kind


@pytest.mark.parametrize("where", ["api_app_id", "team"])
@pytest.mark.parametrize("other", ["X0OTHER", None])
async def test_what_is_for_another_app_or_workspace_changes_nothing(
    door: Door, caplog: pytest.LogCaptureFixture, where: str, other: str | None
) -> None:
    """It is not even stored; the log has its type and nothing of it; none, as for a whole organisation, is another."""
    for kind, body in bodies().items():
        caplog.clear()
        wrong = {"api_app_id": other} if where == "api_app_id" else foreign(body, other)
        with caplog.at_level(logging.WARNING):
            assert await door.send({**body, **wrong}) is None, kind
        [line] = caplog.messages
        assert line.startswith("Refused what is for another")
        assert "kestrel" not in line
    assert (await door.bot.session.exec(select(InboxRow))).all() == []


def foreign(body: Body, other: str | None) -> Body:
    """The same from another workspace."""
    return {"team_id": other} if "team_id" in body else {"team": {"id": other} if other else None}


async def test_a_flood_for_somebody_else_does_not_flood_the_log(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    """So many that they are noticed, and no more."""
    for _ in range(1000):
        door.workspace.is_for_us({**bodies()[Kind.EVENT], "team_id": "T0OTHER"})
    assert len(caplog.messages) == 4


@pytest.mark.parametrize("kind", EVENTS)
async def test_what_is_told_of_channels_from_elsewhere_is_looked_at(door: Door, kind: str) -> None:
    """Nothing of it is believed; but somebody who is not cleared may have come into a channel that is shared."""
    event = {"type": kind, "user": "U0X", "channel": "C1"}
    body = {**bodies()[Kind.EVENT], "team_id": "T0OTHER", "event": event}
    assert await door.send(body) is None
    assert door.looked == (["all"] if kind in TELL_OF_CHANNELS else [])


async def test_the_first_app_that_comes_is_the_own_one_where_nobody_knows_it(door: Door) -> None:
    """Over HTTP, with no word of Slack's: from then on no other."""
    learning = Workspace("T0TEAM", None, None, colleague)
    assert learning.is_for_us({"api_app_id": "A1", "team_id": "T0TEAM"})
    assert not learning.is_for_us({"api_app_id": "A2", "team_id": "T0TEAM"})
    assert not learning.is_for_us({"team_id": "T0TEAM"})


async def test_a_coordinator_of_another_workspace_is_a_stranger(door: Door) -> None:
    """Their id is that of a coordinator here: no window, no list, no words taken; nothing of it is a right."""
    sent = bodies(team="T0OTHER")
    tapped = await door.send(sent[Kind.BUTTON])
    assert tapped is not None
    assert "not for you" in str(tapped.modal)
    submitted = await door.send(sent[Kind.SUBMISSION])
    assert submitted is not None
    assert not submitted.home
    assert await door.send(sent[Kind.EVENT]) == Reply()
    own = await door.send(bodies()[Kind.BUTTON])
    assert own is not None
    assert "not for you" not in str(own.modal)


async def test_home_is_empty_for_a_stranger(baltic: InProcessBot) -> None:
    """What opening it tells says nothing of a workspace: Slack is asked, once for each person; in doubt it is shown."""
    asked = []

    async def look_up(user: str) -> Mapping[str, Any]:
        asked.append(user)
        return {"team_id": "T0OTHER" if user == "U0DEV" else "T0TEAM"}

    asking = Door(baltic, Workspace("T0TEAM", None, "A0APP", look_up))
    for user, shown in (("U0DEV", False), ("U0MIA", True), ("U0DEV", False)):
        sent = bodies(user)[Kind.EVENT]
        event = {"type": "app_home_opened", "user": user, "tab": "home"}
        assert await asking.send({**sent, "event": event}) == (Reply(home=True, home_page=0) if shown else Reply())
    assert asked == ["U0DEV", "U0MIA"]


async def test_words_of_a_stranger_are_not_read(door: Door) -> None:
    """Ola's id, but of another workspace: nothing is kept of what was typed; of her own workspace it is."""
    await door.send(bodies("U0OLA", "T0OTHER")[Kind.EVENT])
    assert (await door.bot.session.exec(select(Written))).all() == []
    await door.send(bodies("U0OLA")[Kind.EVENT])
    assert len((await door.bot.session.exec(select(Written))).all()) == 1


@pytest.mark.parametrize(
    ("facts", "strange"),
    [
        ({"team_id": "T0TEAM"}, False),
        ({}, False),
        ({"team_id": "T0OTHER"}, True),
        ({"team_id": "T0OTHER", "enterprise_user": {"teams": ["T0TEAM", "T0OTHER"]}}, False),
        ({"team_id": "T0TEAM", "is_stranger": True}, True),
        (None, False),
    ],
)
async def test_in_an_organisation_slack_is_asked_who_belongs_here(facts: dict[str, Any] | None, strange: bool) -> None:
    """People come from several of its workspaces; in doubt a no is taken rather than lost, and is asked once."""
    asked = []

    async def look_up(user: str) -> Mapping[str, Any]:
        asked.append(user)
        if facts is None:
            raise SlackUnsure("http_503")
        return facts

    grid = Workspace("T0TEAM", "E0ORG", "A0APP", look_up)
    body = bodies(team="T0OTHER")[Kind.BUTTON]
    assert [await grid.is_of_a_stranger(body) for _ in range(2)] == [strange, strange]
    assert len(asked) == (2 if facts is None else 1)
    assert facts is None or is_stranger(facts, "T0TEAM") is strange
    assert not await grid.is_of_a_stranger(bodies(team="E0ORG")[Kind.BUTTON])


@SERVING
async def test_nothing_is_sent_to_a_stranger(one_world: World) -> None:
    """Slack would let them read it; the coordinator is told to speak with them instead."""
    world = one_world
    await world.post("/user", user="U0OLA", is_stranger=True)
    await add_scene(world, "42A", ["1"])
    await world.at(FRIDAY, "08:00")
    await world.alert("U0MIA", "cannot be reached in Slack")
    assert await world.messages("U0OLA") == []
