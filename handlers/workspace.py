"""For whom a payload is, and of which workspace its person: the bot serves one app in one workspace."""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.slack import SlackProblem, is_stranger

log = logging.getLogger(__name__)

# Events of somebody's doing that do not say to which workspace they belong.
SAY_NO_WORKSPACE = ("app_home_opened", "reaction_added")

Body = Mapping[str, Any]


class Workspace:
    """The bot's own workspace and app. `app_id` may be None: then the first one that comes is its own."""

    def __init__(
        self,
        team_id: str,
        enterprise_id: str | None,
        app_id: str | None,
        look_up: Callable[[str], Awaitable[Mapping[str, Any]]],
    ) -> None:
        self._team_id = team_id
        self._enterprise_id = enterprise_id
        self._app_id = app_id
        self._look_up = look_up
        self._colleagues: dict[str, bool] = {}
        self._refused: Counter[str] = Counter()

    def is_for_us(self, body: Body) -> bool:
        """Whether a payload was sent to this app in this workspace; another is counted in the log, by its type."""
        app, team = str(body.get("api_app_id") or ""), team_of(body)
        self._app_id = self._app_id or app
        if (app, team) == (self._app_id, self._team_id):
            return True
        kind = type_of(body)
        self._refused[kind] += 1
        if is_power_of_ten(self._refused[kind]):
            whose = "app" if app != self._app_id else "workspace"
            log.warning("Refused what is for another %s (%s, %s so far).", whose, kind, self._refused[kind])
        return False

    async def is_of_a_stranger(self, body: Body) -> bool:
        """Whether who acts or writes belongs to another workspace, as in a channel shared with it."""
        user, team = actor_of(body)
        if (body.get("event") or {}).get("type") in SAY_NO_WORKSPACE:
            return not await self._is_colleague(user)
        if team in ("", self._team_id, self._enterprise_id):
            return False
        # In an organisation somebody of this workspace may have come to it from another one.
        return not self._enterprise_id or not await self._is_colleague(user)

    async def _is_colleague(self, user: str) -> bool:
        """Whether somebody belongs to this workspace by Slack's word; taken to be while it does not say."""
        if user not in self._colleagues:
            try:
                facts = await self._look_up(user)
            except SlackProblem:
                return True
            self._colleagues[user] = not is_stranger(facts, self._team_id)
        return self._colleagues[user]


def team_of(body: Body) -> str:
    """The workspace a payload comes from; empty where it names none, as for a whole organisation."""
    return str(body.get("team_id") or (body.get("team") or {}).get("id") or "")


def type_of(body: Body) -> str:
    """What kind of payload it is, and nothing of what is in it."""
    if body.get("type") == "event_callback":
        return f"event {(body.get('event') or {}).get('type')}"
    return str(body.get("type") or "command")


def actor_of(body: Body) -> tuple[str, str]:
    """Who acts or writes, and their workspace where the payload says it."""
    event = body.get("event")
    if event is None:
        user = body.get("user") or {}
        return str(user.get("id") or ""), str(user.get("team_id") or "")
    if event.get("type") in SAY_NO_WORKSPACE:
        return str(event.get("user") or ""), ""
    if event.get("type") != "message":
        return "", ""
    message = event.get("message") or event.get("previous_message") or event
    return str(message.get("user") or ""), str(message.get("user_team") or message.get("team") or "")


def is_power_of_ten(number: int) -> bool:
    """1, 10, 100 …: often enough to be noticed, too seldom to fill a log."""
    return str(number).rstrip("0") == "1"
