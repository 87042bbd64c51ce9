"""Slack's calls the bot makes, and what can go wrong with them, as types one can act on."""

import json
import logging
import re
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackObjectFormationError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.background.sockets import given_up_for_good
from bot.settings import on_this_machine
from messages.blocks import Home, Message, Modal

# The SDK and Bolt write every payload, with what was typed, at DEBUG: for what they say that level does not exist.
QUIET = logging.getLogger("closedset.slack")
QUIET.setLevel(logging.INFO)

T = TypeVar("T")

TIMEOUT_SECONDS = 10
PAGE = 200
UNSURE = {
    "internal_error",
    "fatal_error",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
    "fetch_members_failed",
}
# With these Slack does not let the bot in at all, whatever it asks for.
SHUT_OUT = {
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "team_access_not_granted",
    "org_login_required",
    "accesslimited",
    "access_denied",
}
CLOSED = SHUT_OUT | {"missing_scope", "not_allowed_token_type"}
# Slack does not take what the bot has composed: never the matter of whoever should have read it.
UNFIT = {
    *("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text", "block_mismatch"),
    *("too_many_attachments", "invalid_attachments", "cannot_reply_to_message", "markdown_text_conflict"),
    *("invalid_metadata_format", "invalid_metadata_schema", "metadata_too_large", "metadata_must_be_sent_from_app"),
    *("invalid_arguments", "invalid_arg_name", "invalid_array_arg", "invalid_charset", "invalid_form_data"),
    *("invalid_json", "invalid_post_type", "missing_post_type", "missing_argument", "view_too_large"),
    *("unknown_method", "method_deprecated", "deprecated_endpoint"),
}


class SlackProblem(Exception):
    """A call to Slack did not do what was asked. `code` is Slack's own word for it."""

    def __init__(self, code: str, retry_after: float = 0) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class SlackRefused(SlackProblem):
    """Slack said no to this call; asking again would give the same answer."""


class SlackUnfit(SlackRefused):
    """Slack does not take what the bot has composed, whoever it is for. A fault of the bot's own."""


class SlackBusy(SlackProblem):
    """Slack asks to wait `retry_after` seconds before this method is called again."""


class SlackUnsure(SlackProblem):
    """No answer, or one that leaves open whether the work was done."""


class SlackClosed(SlackProblem):
    """Slack does not accept the bot at all: a token is revoked, or a scope missing. A person must act."""


def problem(error: SlackApiError) -> SlackProblem:
    """Slack's error as the type that says what to do about it."""
    response = error.response
    if not isinstance(response, AsyncSlackResponse):
        return SlackUnsure("unreadable_answer")
    # Without Slack's own word the answer came from something between: a proxy, a portal, a wrong address.
    own = isinstance(response.data, dict) and "error" in response.data
    code = str(response["error"]) if own else f"http_{response.status_code}"
    if response.status_code == 429 or code in ("ratelimited", "rate_limited"):
        return SlackBusy(code, max(1.0, float(response.headers.get("Retry-After", 1))))
    if response.status_code >= 500 or not own or code in UNSURE:
        return SlackUnsure(code)
    if code in CLOSED:
        return SlackClosed(code)
    return SlackUnfit(code) if code in UNFIT else SlackRefused(code)


def composed(view: Callable[[], T]) -> T:
    """What is to be sent; what the SDK already sees to be unfit is not sent. Raises SlackUnfit."""
    try:
        return view()
    except SlackObjectFormationError:
        raise SlackUnfit("not_sent") from None


def blocks_of(message: Message) -> list[dict[str, Any]]:
    """A message's blocks as they go over the wire."""
    return composed(lambda: [block.to_dict() for block in message.blocks])


@dataclass(frozen=True)
class Identity:
    """Who the bot is. `scopes`: what its token was granted, None where Slack does not say."""

    user_id: str
    bot_id: str | None
    team_id: str
    enterprise_id: str | None
    is_org_wide: bool
    scopes: frozenset[str] | None


def answered(answer: AsyncSlackResponse) -> dict[str, Any]:
    """What Slack answered."""
    return answer.data if isinstance(answer.data, dict) else {}


class Slack:
    """A workspace, seen through the bot's token. Never retries by itself: whoever calls owns the retry."""

    def __init__(self, url: str, token: str) -> None:
        connector = aiohttp.TCPConnector(socket_factory=given_up_for_good)
        limit = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        self._session = aiohttp.ClientSession(connector=connector, timeout=limit)
        # Its own handlers would repeat a post whose answer was lost, and so post twice.
        self.client = AsyncWebClient(
            token=token,
            base_url=url,
            session=self._session,
            retry_handlers=[],
            timeout=TIMEOUT_SECONDS,
            ssl=ssl.create_default_context() if url.startswith("https") else None,
            logger=QUIET,
        )
        # Called with Slack's own word where it does not let the bot in.
        self.shut_out: Callable[[str], None] | None = None

    async def close(self) -> None:
        """End the connections."""
        await self._session.close()

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """One call by name. Raises SlackRefused, SlackBusy, SlackUnsure or SlackClosed."""
        return answered(await self._asked(method, arguments))

    async def _asked(self, method: str, arguments: dict[str, Any]) -> AsyncSlackResponse:
        try:
            return await self._answer(method, arguments)
        except SlackApiError as error:
            raise self.refusal(error) from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise SlackUnsure(type(error).__name__) from None

    def refusal(self, error: SlackApiError) -> SlackProblem:
        """Slack's error as the type that says what to do about it; where it does not let the bot in, that is told."""
        found = problem(error)
        if found.code in SHUT_OUT and self.shut_out is not None:
            self.shut_out(found.code)
        return found

    async def _answer(self, method: str, arguments: dict[str, Any]) -> AsyncSlackResponse:
        return await self.client.api_call(method, params=None, json=None, data=wire(arguments))

    async def identity(self) -> Identity:
        """Who the bot is in this workspace, and what it may."""
        answer = await self._asked("auth.test", {})
        told, granted = answered(answer), answer.headers.get("x-oauth-scopes")
        return Identity(
            user_id=str(told["user_id"]),
            bot_id=told.get("bot_id"),
            team_id=str(told.get("team_id") or ""),
            enterprise_id=told.get("enterprise_id"),
            is_org_wide=bool(told.get("is_enterprise_install")),
            scopes=None if granted is None else frozenset(filter(None, re.split(r"[,\s]+", granted))),
        )

    async def open_direct(self, user: str) -> str:
        """The channel of the direct messages with a person."""
        answer = await self.call("conversations.open", users=user)
        return str(answer["channel"]["id"])

    async def post(self, channel: str, message: Message, nonce: str) -> str:
        """Post a message; its timestamp. The nonce finds it again when the answer was lost."""
        answer = await self.call(
            "chat.postMessage",
            channel=channel,
            text=message.text,
            blocks=blocks_of(message),
            metadata={"event_type": "closedset", "event_payload": {"nonce": nonce}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer["ts"])

    async def update(self, channel: str, ts: str, message: Message) -> None:
        """Write a message of the bot's anew, without anybody being notified. Doing it twice changes nothing."""
        await self.call("chat.update", channel=channel, ts=ts, text=message.text, blocks=blocks_of(message))

    async def find_posted(self, channel: str, nonce: str, since: datetime) -> str | None:
        """The timestamp of the message with this nonce, if Slack took it."""
        cursor = ""
        while True:
            answer = await self.call(
                "conversations.history",
                channel=channel,
                oldest=slack_time(since),
                limit=PAGE,
                include_all_metadata=True,
                cursor=cursor,
            )
            for message in answer["messages"]:
                if message.get("metadata", {}).get("event_payload", {}).get("nonce") == nonce:
                    return str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return None

    async def conversation(self, channel: str, since: datetime) -> list[dict[str, Any]]:
        """What stands in a conversation itself from a moment on, replies in threads left out."""
        return await self._pages("conversations.history", "messages", channel=channel, oldest=slack_time(since))

    async def replies(self, channel: str, thread: str, since: datetime) -> list[dict[str, Any]]:
        """The replies in a thread from a moment on, and what they reply to."""
        return await self._pages(
            "conversations.replies", "messages", channel=channel, ts=thread, oldest=slack_time(since)
        )

    async def person(self, user: str) -> dict[str, Any]:
        """What Slack says of a person: `deleted`, `locale`, `tz`, `profile`."""
        answer = await self.call("users.info", user=user, include_locale=True)
        return dict(answer["user"])

    async def app_of(self, bot_id: str) -> str | None:
        """The app that a bot belongs to."""
        found = (await self.call("bots.info", bot=bot_id)).get("bot") or {}
        return str(found["app_id"]) if found.get("app_id") else None

    async def person_by_email(self, email: str) -> dict[str, Any]:
        """The person with this e-mail address."""
        return dict((await self.call("users.lookupByEmail", email=email))["user"])

    async def respond(self, url: str, answer: Mapping[str, Any]) -> None:
        """Say something that only one person sees, where they have just done something."""
        if not (url.startswith("https://") or on_this_machine(url)):
            raise SlackRefused("no_response_url")
        try:
            async with self._session.post(url, json=dict(answer)) as taken:
                if taken.status != 200:
                    raise SlackRefused(f"http_{taken.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SlackUnsure(type(error).__name__) from None

    async def whisper(self, channel: str, user: str, text: str) -> None:
        """Say something in a conversation that only one person sees, and only while they are there."""
        await self.call("chat.postEphemeral", channel=channel, user=user, text=text)

    async def open_modal(self, trigger: str, modal: Modal) -> str:
        """Open a modal, the trigger lives three seconds; its id."""
        return view_id(await self.call("views.open", trigger_id=trigger, view=composed(modal.view)))

    async def push_modal(self, trigger: str, modal: Modal) -> str:
        """Open a modal on top of the one that was tapped in; its id."""
        return view_id(await self.call("views.push", trigger_id=trigger, view=composed(modal.view)))

    async def update_modal(self, view: str, modal: Modal) -> str:
        """Put another modal in the place of an open one; its id."""
        return view_id(await self.call("views.update", view_id=view, view=composed(modal.view)))

    async def send_file(self, channel: str, name: str, content: bytes, text: str) -> None:
        """Put a file into a conversation: an address for it, the bytes, then who may see it.

        Source: https://docs.slack.dev/messaging/working-with-files
        """
        place = await self.call("files.getUploadURLExternal", filename=name, length=len(content))
        try:
            async with self._session.post(str(place["upload_url"]), data=content) as answer:
                if answer.status != 200:
                    raise SlackUnsure(f"http_{answer.status}")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SlackUnsure(type(error).__name__) from None
        files = [{"id": place["file_id"], "title": name}]
        await self.call("files.completeUploadExternal", files=files, channel_id=channel, initial_comment=text)

    async def show_home(self, user: str, home: Home) -> None:
        """Publish a person's Home."""
        await self.call("views.publish", user_id=user, view=composed(home.view))

    async def create_private(self, name: str) -> str:
        """Make a private channel; the bot is its first member."""
        answer = await self.call("conversations.create", name=name, is_private=True)
        return str(answer["channel"]["id"])

    async def private_channels(self) -> dict[str, str]:
        """The private channels the bot is in, not archived, by name."""
        channels = await self._pages("users.conversations", "channels", types="private_channel", exclude_archived=True)
        return {channel["name"]: str(channel["id"]) for channel in channels}

    async def members(self, channel: str) -> set[str]:
        """Everyone in a channel, the bot included."""
        return set(await self._pages("conversations.members", "members", channel=channel))

    async def invite(self, channel: str, users: Sequence[str]) -> None:
        """Add people to a channel: all of them or, on an error, possibly none."""
        await self.call("conversations.invite", channel=channel, users=",".join(users))

    async def remove(self, channel: str, user: str) -> None:
        """Take a person out of a channel. Whoever is not in it is out already."""
        try:
            await self.call("conversations.kick", channel=channel, user=user)
        except SlackRefused as refusal:
            if refusal.code != "not_in_channel":
                raise

    async def archive(self, channel: str) -> None:
        """Archive a channel. A bot cannot undo this."""
        try:
            await self.call("conversations.archive", channel=channel)
        except SlackRefused as refusal:
            if refusal.code != "already_archived":
                raise

    async def channel(self, channel: str) -> dict[str, Any]:
        """What Slack says of a channel the bot is in: `name`, `is_archived`, `is_private`, `is_ext_shared`."""
        answer = await self.call("conversations.info", channel=channel)
        return dict(answer["channel"])

    async def rename(self, channel: str, name: str) -> None:
        """Give a channel its name back; who made it may."""
        await self.call("conversations.rename", channel=channel, name=name)

    async def describe(self, channel: str, purpose: str) -> None:
        """Set a channel's purpose, which every member sees."""
        await self.call("conversations.setPurpose", channel=channel, purpose=purpose)

    async def _pages(self, method: str, name: str, **arguments: Any) -> list[Any]:
        found: list[Any] = []
        cursor = ""
        while True:
            answer = await self.call(method, limit=PAGE, cursor=cursor, **arguments)
            found += answer[name]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return found


def slack_time(moment: datetime) -> str:
    """A moment as Slack writes it."""
    return f"{moment.timestamp():.6f}"


def shown_name(facts: Mapping[str, Any]) -> str:
    """The name Slack shows for a person: their display name, else their full one; a handle where there is neither."""
    profile, handle = facts.get("profile") or {}, str(facts.get("name") or "")
    shown = str(profile.get("display_name") or "")
    full = str(profile.get("real_name") or facts.get("real_name") or "")
    # Left as Slack fills it in, a display name is the handle.
    return full or shown or handle if shown.casefold() == handle.casefold() else shown or full or handle


def is_stranger(facts: Mapping[str, Any], team_id: str) -> bool:
    """Whether somebody belongs to another workspace; in an organisation, people may belong to several."""
    teams = {facts.get("team_id") or team_id, *((facts.get("enterprise_user") or {}).get("teams") or [])}
    return bool(facts.get("is_stranger")) or team_id not in teams


def view_id(answer: dict[str, Any]) -> str:
    """The id of the view Slack answers with."""
    return str((answer.get("view") or {}).get("id", ""))


def wire(arguments: dict[str, Any]) -> dict[str, Any]:
    """Arguments as form fields: every method takes those, several take nothing else. Empty ones are left out."""
    fields = {}
    for name, value in arguments.items():
        if value is None or value == "":
            continue
        fields[name] = json.dumps(value) if isinstance(value, dict | list) else value
        if isinstance(value, bool):
            fields[name] = "true" if value else "false"
    return fields
