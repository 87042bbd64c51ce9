"""The state of the sandbox: who is there, what was said, what is open, what was chosen. Nothing here knows HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy

from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.configuration import Configuration
from sandbox.conversations import GENERAL, Conversation, sample_conversations
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.identifiers import Identifiers
from sandbox.installation import App
from sandbox.limits import Limits
from sandbox.log import Log
from sandbox.people import ADMIN, SLACKBOT, TEAM_ID, Person, sample_people
from sandbox.preferences import Preferences
from sandbox.rest import Rest
from sandbox.scheduled import Schedule
from sandbox.tickets import Tickets
from sandbox.values import Values
from sandbox.views import Views
from sandbox.wire import JSON, SlackError, channel_not_found

Listener = Callable[[str, JSON], None]


class Workspace:
    """One team with one app. State changes call `emit` with events and `changes.record` with what moved.

    `limited` switches Slack's rate limits on, also after a reset.
    """

    def __init__(
        self,
        people: Iterable[Person],
        conversations: Iterable[Conversation],
        app: App | None = None,
        *,
        limited: bool = False,
    ) -> None:
        self._limited = limited
        self.app = app or App()
        self.clock = Clock()
        self.changes = Changes()
        self.log = Log(self.clock, self.changes)
        self.identifiers = Identifiers()
        self.listeners: list[Listener] = []
        # What the app has to do next, and the next call on set: {"dueAt", "what"}, where whoever runs it knows.
        self.next_due: JSON | None = None
        self.next_call: JSON | None = None
        self._seed = deepcopy((list(people), list(conversations), self.app))
        self._lay_out()

    @classmethod
    def sample(cls, app: App | None = None, *, limited: bool = False) -> Workspace:
        """The fictional unit that the demo and the tests use."""
        people = sample_people()
        return cls(people, sample_conversations([person.id for person in people]), app, limited=limited)

    def reset(self) -> None:
        """Back to how it began; the clock's offset, the log's numbers and the versions are not set back."""
        for name, value in vars(deepcopy(self._seed[2])).items():
            setattr(self.app, name, value)
        self.log.clear()
        self._lay_out()
        self.changes.record("channel")

    def _lay_out(self) -> None:
        people, conversations, _ = deepcopy(self._seed)
        self.people = {person.id: person for person in people}
        self.people[self.app.bot_user] = self.app.bot_person()
        # Slack says of its own bot that it is none.
        self.people[SLACKBOT] = Person(SLACKBOT, "slackbot", "Slackbot", tz="UTC")
        self.conversations = {conversation.id: conversation for conversation in conversations}
        self.preferences, self.faults, self.views = Preferences(), Faults(), Views()
        self.schedule = Schedule()
        self.rest = Rest()
        # Which of the app's tabs each person has before them, until they leave it.
        self.open_tabs: dict[str, str] = {}
        self.files = Files(self.identifiers)
        self.configuration = Configuration(ADMIN, self.clock.now())
        self.tickets, self.limits = Tickets(self.identifiers), Limits(self.clock, enabled=self._limited)
        self.notifications: list[JSON] = []
        self.ephemerals: list[JSON] = []
        self.message_values: dict[tuple[str, str, str], Values] = {}

    @property
    def bot(self) -> Person:
        return self.people[self.app.bot_user]

    @property
    def seconds(self) -> int:
        return int(self.clock.now().timestamp())

    def emit(self, subscription: str, event: JSON) -> None:
        """Tell the app, if it subscribed; `subscription` differs from the type for messages (`message.im`)."""
        event.setdefault("event_ts", self.event_ts())
        for listener in self.listeners:
            listener(subscription, event)

    def event_ts(self) -> str:
        return f"{self.clock.now().timestamp():.6f}"

    def person(self, user: str) -> Person:
        """Raises `user_not_found`."""
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def conversation(self, channel: str) -> Conversation:
        """Raises `channel_not_found`."""
        if channel not in self.conversations:
            raise channel_not_found()
        return self.conversations[channel]

    def visible_conversation(self, channel: str, user: str) -> Conversation:
        """Raises `channel_not_found`, also for what `user` may not see."""
        conversation = self.conversation(channel)
        if not conversation.visible_to(user):
            raise channel_not_found()
        return conversation

    def named_conversation(self, name: str) -> Conversation | None:
        wanted = name.lstrip("#")
        return next((one for one in self.conversations.values() if one.is_channel and one.name == wanted), None)

    def direct_message(self, user: str) -> Conversation:
        """The DM between the bot and `user`, made when it is first needed; its id never changes."""
        return self._dm(f"D0{_tail(user)}", self.app.bot_user, user)

    def slackbot_message(self, user: str) -> Conversation:
        return self._dm(f"D0SLACKBOT{_tail(user)}", SLACKBOT, user)

    def _dm(self, channel: str, first: str, second: str) -> Conversation:
        if channel not in self.conversations:
            self.conversations[channel] = Conversation(
                channel, is_im=True, is_private=True, created=self.seconds, members=[first, second]
            )
            self.changes.record("channel", channel=channel)
        return self.conversations[channel]

    def names(self) -> dict[str, str]:
        """Handles by user id."""
        return {person.id: person.name for person in self.people.values()}

    def team(self) -> JSON:
        return {"id": TEAM_ID, "name": "Sandbox", "domain": "sandbox", "email_domain": "example.com", "plan": ""}

    def shown_user(self, person: Person, *, with_locale: bool = False) -> JSON:
        with_email = "users:read.email" in self.app.scopes
        return person.to_slack(self.clock.now(), with_email=with_email, with_locale=with_locale)

    def shown_conversation(self, conversation: Conversation, viewer: str) -> JSON:
        other = self.people.get(conversation.other_member(viewer)) if conversation.is_im else None
        return conversation.to_slack(viewer, other_is_deleted=bool(other and other.deleted))


def _tail(user: str) -> str:
    """Accounts of an Enterprise organisation begin with W: `W0OLA` is somebody other than `U0OLA`."""
    return user.removeprefix("U0")


__all__ = ["GENERAL", "SLACKBOT", "Workspace"]
