"""A window in several pages keeps what was typed in it, and is sent from its last page alone."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from slack_sdk.models.blocks import InputBlock

from messages.blocks import Modal
from messages.fitting import PAGE, pages
from messages.language import language
from messages.paging import AFTER, mark_of, window_page
from sandbox.block_kit import check_view
from sandbox.values import initial_values
from tests.languages.everything_shown import Maker, Size, returned, shown_by, shows

ENGLISH = language("en")
REOPEN = "messages.matter.reopen_modal"
TYPED_IN = (REOPEN, *(f"messages.{name}_modal" for name in ("matter.record", "matter.limits", "hold.hold")))
# Asking again where there is nothing to choose.
BARE = "reopen"
# That an alert has been seen decides nothing about what stands on the pages after it.
SEEN = "acknowledge"


@cache
def paged() -> dict[str, Modal]:
    """Every window in which something is sent and that has more than one page, each once."""
    found = {}
    for name, function in shows().items():
        for size in (Size.MANY, Size.LONGEST):
            shown = shown_by(function, ENGLISH, Maker(size, many_are=60)) if returned(function) is Modal else None
            if isinstance(shown, Modal) and shown.submit and shown.again and len(pages(shown.blocks, PAGE)) > 1:
                found[name] = shown
    bare = replace(found[REOPEN], blocks=[one for one in found[REOPEN].blocks if not isinstance(one, InputBlock)])
    return {**found, BARE: bare, SEEN: replace(bare, callback=SEEN)}


def test_these_are_windows_in_pages() -> None:
    """Those with something to type in, and those whose button alone does something."""
    typed_in = {name for name, modal in paged().items() if initial_values(modal.view()["blocks"])}
    assert typed_in == set(TYPED_IN)
    assert {BARE, SEEN} == {*paged()} - typed_in


def values(view: dict[str, Any]) -> dict[str, Any]:
    """What stands in the inputs of a window before anybody types."""
    found = {}
    for block in initial_values(view["blocks"]).values():
        for name, element in block.items():
            option = element.get("selected_option") or {"value": element.get("selected_date")}
            found[name] = element.get("value") or option["value"]
    return found


def something_typed(modal: Modal) -> dict[str, str]:
    """Something in each input that does not stand there by itself: the last choice, another day, other words."""
    found = {}
    for block in modal.view()["blocks"]:
        element = block.get("element", {})
        several = [
            *element.get("options", ()),
            *(one for part in element.get("option_groups", ()) for one in part["options"]),
        ]
        if several:
            found[element["action_id"]] = several[-1]["value"]
        elif element:
            found[element["action_id"]] = (
                "2026-09-09" if element["type"] == "datepicker" else f"My {element['action_id']}"
            )
    return found


@pytest.mark.parametrize("name", [*TYPED_IN, BARE, SEEN])
def test_what_was_typed_stands_on_every_page(name: str) -> None:
    """Whichever page is turned to, also where it begins again; only the last one does what the window is for."""
    modal = paged()[name]
    typed, count = something_typed(modal), len(pages(modal.blocks, PAGE))
    for mark in (mark_of(modal), "another"):
        for page in range(count):
            shown = window_page(ENGLISH, modal, page, mark, typed)
            view = shown.view()
            assert values(view) == typed
            assert check_view(view, ("modal",)).complaints == []
            done = name == SEEN or (page + 1 == count and mark != "another")
            assert (shown.callback, shown.about == modal.about) == (modal.callback if done else AFTER, done)


@pytest.mark.parametrize("name", [*TYPED_IN, BARE, SEEN])
def test_nothing_typed_leaves_what_stands_there(name: str) -> None:
    """A window that is opened has on its first page what it has on its last."""
    modal = paged()[name]
    assert values(window_page(ENGLISH, modal).view()) == values(modal.view())
