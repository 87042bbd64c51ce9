"""What a person does in a modal or on the Home, and what the app's answer to a submission does to the stack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox import interactions
from sandbox.acting import TROUBLE, Acting
from sandbox.showing import checked_view, new_view, replace_view
from sandbox.values import FIELDS, complaints, filled
from sandbox.views import View
from sandbox.wire import JSON, SlackError


@dataclass
class Modals:
    """A person's stack of modals."""

    acting: Acting

    def view(self, user: str, view_id: str | None) -> View:
        """The view with this id, else the top modal, else the Home. Raises `not_found`."""
        views = self.acting.workspace.views
        if view_id:
            view = views.find(view_id)
            if view.user != user:
                raise SlackError("not_found")
            return view
        stack = views.stack(user)
        if stack:
            return stack[-1]
        if user in views.homes:
            return views.homes[user]
        raise SlackError("not_found")

    async def tap(self, user: str, view_id: str | None, action: JSON) -> JSON:
        """An input only tells the app when it has `dispatch_action`."""
        workspace, person = self.acting.workspace, self.acting.person(user)
        view = self.view(user, view_id)
        block, element = interactions.find_element(view.blocks, action)
        made = interactions.performed(workspace, block, element, action)
        self._fill(view, made)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return {"ok": True, "acknowledged": True, "dispatched": False}
        outcome = await self.acting.deliveries.interaction(interactions.view_tap(workspace, person, view, made))
        shown = {} if outcome.acknowledged else {"shown": TROUBLE}
        return {"ok": True, "acknowledged": outcome.acknowledged, "dispatched": True, **shown}

    def _fill(self, view: View, made: JSON) -> None:
        if made["type"] in FIELDS:
            stood = view.values[made["block_id"]][made["action_id"]]
            stood |= {name: value for name, value in made.items() if name in stood}
            self.acting.workspace.changes.record("view", user=view.user)

    def _fill_all(self, view: View, values: JSON) -> None:
        """Raises ValueError for a block, action or option that is not there."""
        for block_id, actions in values.items():
            for action_id, given in actions.items():
                wanted = {"block_id": block_id, "action_id": action_id}
                _, element = interactions.find_element(view.blocks, wanted)
                view.values[block_id][action_id] = filled(element, given)

    async def submit(self, user: str, view_id: str | None, values: JSON) -> JSON:
        """`errors` are those of Slack's client (`ok` false, nothing is sent) or of the app."""
        workspace, person = self.acting.workspace, self.acting.person(user)
        view = self.view(user, view_id)
        if view.content["type"] != "modal":
            raise ValueError("A Home has nothing to submit.")
        self._fill_all(view, values)
        if errors := complaints(view.blocks, view.values):
            return {"ok": False, "error": "client_validation", "errors": errors}
        payload = interactions.submission(workspace, person, view, self.acting.base_url())
        outcome = await self.acting.deliveries.interaction(payload)
        if not outcome.acknowledged:
            return {"ok": False, "error": outcome.problem, "acknowledged": False, "shown": TROUBLE}
        return self._answered(view, outcome.answer)

    def _answered(self, view: View, answer: JSON | str | None) -> JSON:
        workspace = self.acting.workspace
        action = answer.get("response_action") if isinstance(answer, dict) else None
        told: JSON = {"ok": True, "acknowledged": True, "response_action": action, "errors": None}
        try:
            if isinstance(answer, dict) and action is not None:
                told["errors"] = self._apply(view, str(action), answer)
            else:
                workspace.views.close(view)
        except SlackError as refusal:
            workspace.log.add("refused", what="response_action", request=answer, response=refusal.answer())
            return {**told, "ok": False, "error": refusal.error, "shown": TROUBLE}
        workspace.changes.record("view", user=view.user)
        return told

    def _apply(self, view: View, action: str, answer: JSON) -> JSON | None:
        """Raises SlackError for an answer that Slack could not use."""
        workspace = self.acting.workspace
        if action == "errors":
            return _known_errors(view, answer.get("errors"))
        if action == "clear":
            workspace.views.close_all(view.user)
        elif action == "update":
            replace_view(workspace, view, checked_view(workspace, answer.get("view"), ("modal",)))
        elif action == "push":
            workspace.views.push(
                new_view(workspace, view.user, checked_view(workspace, answer.get("view"), ("modal",)))
            )
        else:
            raise SlackError("invalid_response_action")
        return None

    async def close(self, user: str, view_id: str | None, everything: bool) -> JSON:
        """The app hears of it only where it asked to (`notify_on_close`)."""
        workspace, person = self.acting.workspace, self.acting.person(user)
        view = self.view(user, view_id)
        stack = list(workspace.views.stack(user))
        cleared = everything or bool(view.content.get("clear_on_close"))
        told = stack[0] if cleared and stack else view
        if cleared:
            workspace.views.close_all(user)
        else:
            workspace.views.close(view)
        workspace.changes.record("view", user=user)
        if not told.notifies_on_close:
            return {"ok": True, "dispatched": False}
        payload = interactions.closing(workspace, person, told, is_cleared=cleared)
        outcome = await self.acting.deliveries.interaction(payload)
        return {"ok": True, "dispatched": True, "acknowledged": outcome.acknowledged}


def _known_errors(view: View, errors: Any) -> JSON:
    """Errors can only stand under input blocks."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_response_action")
    return {block_id: str(text) for block_id, text in errors.items()}
