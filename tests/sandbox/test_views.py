"""Modals and Homes as an app opens them."""

from __future__ import annotations

import re
import time
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from sandbox.identifiers import Identifiers
from sandbox.server import Sandbox
from tests.sandbox.blocks import modal, words_input
from tests.sandbox.driver import refused

MIA = "U0MIA"


async def test_a_trigger_opens_one_modal_once(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A second use, an unknown one and an old one each have their word."""
    trigger = sandbox.workspace.tickets.new_trigger(MIA)
    view = (await client.views_open(trigger_id=trigger, view=modal()))["view"]
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert await refused(client.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"
    assert await refused(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


def test_triggers_look_like_slacks() -> None:
    """Two numbers and small hexadecimal letters, never the same twice."""
    triggers = [Identifiers().trigger() for _ in range(100)]
    assert len(set(triggers)) == 100
    assert [one for one in triggers if not re.fullmatch(r"\d+\.\d+\.[0-9a-f]+", one)] == []


async def test_a_trigger_lives_three_seconds_of_real_time(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Whatever the sandbox's clock says."""
    trigger = sandbox.workspace.tickets.new_trigger(MIA)
    sandbox.workspace.clock.advance(timedelta(hours=1))
    later = time.monotonic() + 3.01
    assert sandbox.workspace.tickets.triggers[trigger].used is False
    sandbox.workspace.tickets.real_seconds = lambda: later
    assert await refused(client.views_open(trigger_id=trigger, view=modal())) == "expired_trigger_id"


async def test_three_modals_stand_on_each_other_and_no_fourth(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Each knows the one below and the lowest."""
    new = sandbox.workspace.tickets.new_trigger
    root = (await client.views_open(trigger_id=new(MIA), view=modal()))["view"]["id"]
    second = (await client.views_push(trigger_id=new(MIA), view=modal()))["view"]
    third = (await client.views_push(trigger_id=new(MIA), view=modal()))["view"]
    assert (third["previous_view_id"], third["root_view_id"]) == (second["id"], root)
    assert await refused(client.views_push(trigger_id=new(MIA), view=modal())) == "push_limit_reached"


async def test_a_stale_hash_is_a_conflict(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Each update makes a new hash; a closed view is not found."""
    opened = (await client.views_open(trigger_id=sandbox.workspace.tickets.new_trigger(MIA), view=modal()))["view"]
    updated = (await client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal()))["view"]
    assert updated["hash"] != opened["hash"]
    stale = client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal())
    assert await refused(stale) == "hash_conflict"
    sandbox.workspace.views.close_all(MIA)
    assert await refused(client.views_update(view_id=opened["id"], view=modal())) == "not_found"


async def test_typed_words_stay_where_the_ids_stay(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Another action_id starts from its own initial value."""
    trigger = sandbox.workspace.tickets.new_trigger(MIA)
    view = (await client.views_open(trigger_id=trigger, view=modal(words_input())))["view"]
    await sandbox.modals.tap(MIA, None, {"action_id": "typed", "value": "half a sentence"})
    same = (await client.views_update(view_id=view["id"], view=modal(words_input())))["view"]
    other = words_input(action_id="other", initial_value="new")
    fresh = (await client.views_update(view_id=view["id"], view=modal(other)))["view"]
    assert same["state"]["values"]["words"]["typed"]["value"] == "half a sentence"
    assert fresh["state"]["values"]["words"] == {"other": {"type": "plain_text_input", "value": "new"}}


async def test_external_ids_are_unique_in_the_workspace(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """They also find the view."""
    new = sandbox.workspace.tickets.new_trigger
    await client.views_open(trigger_id=new(MIA), view=modal(external_id="e1"))
    again = client.views_open(trigger_id=new("U0OLA"), view=modal(external_id="e1"))
    assert await refused(again) == "duplicate_external_id"
    assert (await client.views_update(external_id="e1", view=modal(external_id="e1")))["ok"]


async def test_a_home_is_published_to_a_person(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A modal is no Home, the tab may be off, the person must exist, and the hash is checked."""
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = (await client.views_publish(user_id=MIA, view=home))["view"]
    second = (await client.views_publish(user_id=MIA, view=home, hash=first["hash"]))["view"]
    assert first["id"] == second["id"]
    assert await refused(client.views_publish(user_id=MIA, view=home, hash=first["hash"])) == "hash_conflict"
    assert await refused(client.views_publish(user_id=MIA, view=modal())) == "invalid_arguments"
    assert await refused(client.views_publish(user_id="U0NOBODY", view=home)) == "user_not_found"
    assert await refused(client.views_update(view_id=first["id"], view=modal())) == "invalid_arguments"
    sandbox.workspace.app.home_tab_enabled = False
    assert await refused(client.views_publish(user_id=MIA, view=home)) == "not_enabled"


async def test_every_home_has_the_same_title(client: AsyncWebClient) -> None:
    """Though the app gives it none, when it is published and when it is updated."""
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    title = {"type": "plain_text", "text": "View Title", "emoji": True}
    published = (await client.views_publish(user_id=MIA, view=home))["view"]
    updated = (await client.views_update(view_id=published["id"], view=home))["view"]
    assert published["title"] == updated["title"] == title


async def test_a_view_may_be_too_large(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """250 kB, whatever the single limits allow."""
    text = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2600}}
    large = modal(*[text] * 100)
    trigger = sandbox.workspace.tickets.new_trigger(MIA)
    assert await refused(client.views_open(trigger_id=trigger, view=large)) == "view_too_large"
