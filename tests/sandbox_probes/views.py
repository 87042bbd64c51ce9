"""Probes of modals and Home: triggers, limits, the stack, hashes."""

import asyncio
from typing import Any

from tests.sandbox_probes.common import plain
from tests.sandbox_probes.matching import ABSENT, PRESENT, all_but, like
from tests.sandbox_probes.probing import METHODS, Expected, Keep, Step, act, call, connect, control, envelope, probe

VIEWS_OPEN, VIEWS_PUSH = f"{METHODS}views.open", f"{METHODS}views.push"
VIEWS_UPDATE, PUBLISH = f"{METHODS}views.update", f"{METHODS}views.publish"
COMMAND = {"user": "U0OLA", "command": "/probe", "text": "go"}
BUTTON = {"type": "button", "text": plain("more"), "action_id": "more", "value": "1"}
INPUT = {
    "type": "input",
    "block_id": "note",
    "label": plain("Note"),
    "element": {"type": "plain_text_input", "action_id": "typed"},
}
DIVIDER = {"type": "divider"}
TRIGGER: tuple[Step, ...] = (
    connect(),
    act("/command", COMMAND),
    envelope({"type": "slash_commands"}, keep={"trigger": "payload.trigger_id"}),
)


def modal(*blocks: dict[str, Any], **more: object) -> dict[str, object]:
    """A modal with a button, or with these blocks."""
    inside = list(blocks) or [{"type": "actions", "block_id": "row", "elements": [BUTTON]}]
    return {"type": "modal", "title": plain("Probe"), "blocks": inside, **more}


def opened(view: dict[str, object], expected: Expected, keep: Keep | None = None) -> tuple[Step, ...]:
    """Open this modal with a fresh trigger."""
    return (*TRIGGER, call("views.open", {"trigger_id": "$trigger", "view": view}, expected, keep=keep))


def invalid(pointer: str) -> dict[str, object]:
    """The answer to a view that is invalid at this place."""
    return {
        "ok": False,
        "error": "invalid_arguments",
        "response_metadata.messages.0": like(rf"^\[ERROR\] .*\[json-pointer:/view{pointer}"),
    }


def pause(seconds: float) -> Step:
    """Real time: the life of a trigger does not follow the clock that can be moved."""
    return lambda scene: asyncio.sleep(seconds)


def pressed(view: str) -> tuple[Step, ...]:
    """Press the button of a view that was kept; its trigger is kept."""
    return (
        act("/view/interact", {"user": "U0OLA", "viewId": view, "action": {**BUTTON, "block_id": "row"}}),
        envelope({"type": "interactive", "payload.type": "block_actions"}, keep={"trigger": "payload.trigger_id"}),
    )


def pushed(number: int, expected: Expected = {"ok": True}) -> tuple[Step, ...]:  # noqa: B006
    """Press the button of the view on top, and push another."""
    arguments = {"trigger_id": "$trigger", "view": modal()}
    return (*pressed(f"$view{number}"), call("views.push", arguments, expected, keep={f"view{number + 1}": "view.id"}))


OPENED = opened(modal(), {"ok": True}, {"view1": "view.id", "hash": "view.hash"})
HOME = {"type": "home", "blocks": [{"type": "section", "text": plain("home")}]}

PROBES = [
    probe(
        "view-opened",
        f"views.open gives the view with ids, state and hash ({VIEWS_OPEN}).",
        *opened(
            modal(callback_id="c", private_metadata="p"),
            {
                "ok": True,
                "view.id": like("^V"),
                "view.team_id": "T0TEAM",
                "view.type": "modal",
                "view.hash": PRESENT,
                "view.state": {"values": {}},
                "view.app_id": "A0APP",
                "view.bot_id": "B0BOT",
                "view.callback_id": "c",
                "view.private_metadata": "p",
                "view.external_id": "",
                "view.clear_on_close": False,
                "view.notify_on_close": False,
                "view.root_view_id": lambda kept: like("^V"),
                "view.previous_view_id": None,
            },
        ),
    ),
    probe(
        "trigger-twice",
        f"A trigger is used once, then it is exchanged_trigger_id ({VIEWS_OPEN}).",
        *OPENED,
        call("views.open", {"trigger_id": "$trigger", "view": modal()}, "exchanged_trigger_id"),
    ),
    probe(
        "trigger-invented",
        f"A trigger nobody gave is invalid_trigger_id ({VIEWS_OPEN}).",
        call("views.open", {"trigger_id": "12345.98765.abcd2358fdea", "view": modal()}, "invalid_trigger_id"),
    ),
    probe(
        "trigger-too-late",
        "A trigger lives for three seconds (docs.slack.dev/interactivity/handling-user-interaction).",
        *TRIGGER,
        pause(3.1),
        call("views.open", {"trigger_id": "$trigger", "view": modal()}, "expired_trigger_id"),
        in_real_time=True,
    ),
    probe(
        "view-missing",
        f"The view is required ({VIEWS_OPEN}).",
        call(
            "views.open",
            {"trigger_id": "1.2.a"},
            {"error": "invalid_arguments", "response_metadata.messages.0": "[ERROR] missing required field: view"},
        ),
    ),
    probe(
        "view-title-of-25",
        "A title has at most 24 characters (SLACK.md 4).",
        *opened(modal(title=plain("x" * 25)), invalid("/title")),
    ),
    probe(
        "view-input-without-submit",
        "A view with an input has a submit (SLACK.md 4).",
        *opened(modal(INPUT), {"ok": False, "error": "invalid_arguments"}),
    ),
    probe(
        "view-of-101-blocks",
        "A view has at most 100 blocks (SLACK.md 4).",
        *opened(modal(*[DIVIDER] * 101), invalid("/blocks")),
    ),
    probe(
        "view-private-metadata-of-3001",
        "private_metadata has at most 3000 characters (SLACK.md 4).",
        *opened(modal(private_metadata="x" * 3001), invalid("/private_metadata")),
    ),
    probe(
        "view-callback-of-256",
        "A callback_id has at most 255 characters (SLACK.md 4).",
        *opened(modal(callback_id="x" * 256), invalid("/callback_id")),
    ),
    probe(
        "view-submit-of-25",
        "A submit has at most 24 characters (SLACK.md 4).",
        *opened(modal(INPUT, submit=plain("x" * 25)), invalid("/submit")),
    ),
    probe(
        "view-input-of-3001",
        "An input's max_length is at most 3000 (SLACK.md 4).",
        *opened(
            modal(
                {**INPUT, "element": {"type": "plain_text_input", "action_id": "a", "max_length": 3001}},
                submit=plain("Send"),
            ),
            invalid("/blocks/0/element/max_length"),
        ),
    ),
    probe(
        "view-label-of-2001",
        "An input's label has at most 2000 characters (SLACK.md 4).",
        *opened(modal({**INPUT, "label": plain("x" * 2001)}, submit=plain("Send")), invalid("/blocks/0/label")),
    ),
    probe(
        "view-empty-section",
        "Errors of blocks in a view stand under /view/blocks (SLACK.md 1.5).",
        *opened(modal({"type": "section", "text": plain("")}), invalid("/blocks/0/text")),
    ),
    probe(
        "view-too-large",
        f"A view of more than 250 kB is view_too_large ({VIEWS_OPEN}).",
        *opened(modal(*[{"type": "section", "text": plain("x" * 3000)}] * 100), "view_too_large"),
    ),
    probe(
        "view-external-id-twice",
        f"An external_id that is in use is duplicate_external_id ({VIEWS_OPEN}).",
        *opened(modal(external_id="mine"), {"ok": True, "view.external_id": "mine"}, {"view1": "view.id"}),
        *pressed("$view1"),
        call("views.push", {"trigger_id": "$trigger", "view": modal(external_id="mine")}, "duplicate_external_id"),
    ),
    probe(
        "view-updated-by-external-id",
        f"views.update finds a view by its external_id ({VIEWS_UPDATE}).",
        *opened(modal(external_id="mine"), {"ok": True}, {"view1": "view.id"}),
        call("views.update", {"external_id": "mine", "view": modal(DIVIDER)}, {"ok": True, "view.id": "$view1"}),
    ),
    probe(
        "view-updated",
        f"An update with the right hash gives a new one ({VIEWS_UPDATE}).",
        *OPENED,
        call(
            "views.update",
            {"view_id": "$view1", "hash": "$hash", "view": modal(DIVIDER)},
            {"ok": True, "view.id": "$view1", "view.hash": lambda kept: all_but(kept["hash"])},
        ),
        call("views.update", {"view_id": "$view1", "hash": "$hash", "view": modal(DIVIDER)}, "hash_conflict"),
    ),
    probe(
        "view-unknown",
        f"An unknown view is not_found ({VIEWS_UPDATE}).",
        call("views.update", {"view_id": "V0NOSUCH", "view": modal()}, "not_found"),
    ),
    probe(
        "view-closed-then-updated",
        "A view that was closed is not_found (SLACK.md 1.5).",
        *OPENED,
        control("/view/close", {"user": "U0OLA"}),
        call("views.update", {"view_id": "$view1", "view": modal()}, "not_found"),
    ),
    probe(
        "view-pushed",
        f"A pushed view knows its root and what lies under it ({VIEWS_PUSH}).",
        *OPENED,
        *pushed(1, {"ok": True, "view.root_view_id": "$view1", "view.previous_view_id": "$view1"}),
    ),
    probe(
        "view-stack-of-four",
        f"A stack has three views, then push_limit_reached ({VIEWS_PUSH}).",
        *OPENED,
        *pushed(1),
        *pushed(2),
        *pushed(3, "push_limit_reached"),
    ),
    probe(
        "home-published",
        f"views.publish gives the Home view, and a new hash each time ({PUBLISH}).",
        call(
            "views.publish",
            {"user_id": "U0OLA", "view": HOME},
            {"ok": True, "view.type": "home", "view.id": like("^V")},
            keep={"hash": "view.hash", "home": "view.id"},
        ),
        call(
            "views.publish",
            {"user_id": "U0OLA", "view": {**HOME, "blocks": [DIVIDER]}},
            {"view.id": "$home", "view.hash": lambda kept: all_but(kept["hash"])},
        ),
        call("views.publish", {"user_id": "U0OLA", "view": HOME, "hash": "$hash"}, "hash_conflict"),
    ),
    probe(
        "home-has-a-title",
        "Home views that Slack hands out have the title `View Title` (payloads recorded in public repositories).",
        call("views.publish", {"user_id": "U0OLA", "view": HOME}, {"view.title.text": "View Title"}),
    ),
    probe(
        "home-as-a-modal",
        f"A modal cannot be published ({PUBLISH}).",
        call("views.publish", {"user_id": "U0OLA", "view": modal()}, {"ok": False, "error": "invalid_arguments"}),
    ),
    probe(
        "home-of-101-blocks",
        "Home has at most 100 blocks (SLACK.md 4).",
        call(
            "views.publish",
            {"user_id": "U0OLA", "view": {"type": "home", "blocks": [DIVIDER] * 101}},
            invalid("/blocks"),
        ),
    ),
    probe(
        "submission",
        "view_submission has the typed values and no channel (SLACK.md 3.2).",
        *opened(modal(INPUT, submit=plain("Send"), private_metadata="p"), {"ok": True}, {"view1": "view.id"}),
        act("/view/submit", {"user": "U0OLA", "values": {"note": {"typed": "words"}}}),
        envelope(
            {"type": "interactive", "payload.type": "view_submission"},
            {
                "accepts_response_payload": True,
                "payload.view.id": "$view1",
                "payload.view.private_metadata": "p",
                "payload.view.state.values.note.typed": {"type": "plain_text_input", "value": "words"},
                "payload.user.id": "U0OLA",
                "payload.team.id": "T0TEAM",
                "payload.trigger_id": PRESENT,
                "payload.response_urls": [],
                "payload.channel": ABSENT,
                "payload.message": ABSENT,
            },
        ),
    ),
    probe(
        "submission-answered-with-errors",
        "response_action errors keeps the view open (docs.slack.dev/surfaces/modals).",
        *opened(modal(INPUT, submit=plain("Send")), {"ok": True}, {"view1": "view.id"}),
        act("/view/submit", {"user": "U0OLA", "values": {"note": {"typed": "words"}}}),
        envelope({"payload.type": "view_submission"}, reply={"response_action": "errors", "errors": {"note": "No."}}),
        call("views.update", {"view_id": "$view1", "view": modal(INPUT, submit=plain("Again"))}),
    ),
    probe(
        "closing-that-is-told",
        "view_closed comes when notify_on_close was asked for (SLACK.md 3.2).",
        *opened(modal(notify_on_close=True), {"ok": True}, {"view1": "view.id"}),
        act("/view/close", {"user": "U0OLA"}),
        envelope(
            {"payload.type": "view_closed"},
            {"payload.view.id": "$view1", "payload.is_cleared": False, "payload.user.id": "U0OLA"},
        ),
    ),
    probe(
        "button-in-a-view",
        "block_actions of a view have the view, and neither message nor response_url (SLACK.md 3.2).",
        *OPENED,
        act("/view/interact", {"user": "U0OLA", "viewId": "$view1", "action": {**BUTTON, "block_id": "row"}}),
        envelope(
            {"payload.type": "block_actions"},
            {
                "payload.container": {"type": "view", "view_id": "$view1"},
                "payload.view.id": "$view1",
                "payload.view.hash": PRESENT,
                "payload.actions.0.action_id": "more",
                "payload.actions.0.block_id": "row",
                "payload.actions.0.value": "1",
                "payload.actions.0.action_ts": PRESENT,
                "payload.message": ABSENT,
                "payload.response_url": ABSENT,
            },
        ),
    ),
]
