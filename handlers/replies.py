"""What a handler gives back to the person who did something: a modal, a line only they see, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.privacy.private_files import PrivateFile
from bot.record import Reading
from messages.blocks import Message, Modal
from messages.help import window
from messages.language import Language


@dataclass(frozen=True)
class Reply:
    """At most one of: a modal to open, a message only the actor sees, errors beside a modal's inputs.

    `home`: the actor's Home has changed and is published afresh, on the page `home_page` where they turn to one;
    `homes`: those of other accounts. `meet`: accounts whose names are learned from Slack afterwards. `replace`: the
    modal takes the place of the one that was tapped in. `file`: it is sent to the actor alone, afterwards; `lost` takes
    the modal's place if it could not be. `read`: what the actor reads by it that is not their own; it goes on record.
    """

    modal: Modal | None = None
    message: Message | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    replace: bool = False
    home: bool = False
    home_page: int | None = None
    homes: Sequence[str] = ()
    meet: Sequence[str] = ()
    file: PrivateFile | None = None
    lost: Modal | None = None
    read: Reading | None = None

    def in_window(self, tongue: Language) -> "Reply":
        """The same for somebody who tapped a button: a line has no other place than a small window."""
        if self.message is None or self.modal is not None:
            return self
        return replace(self, modal=window(tongue, self.message.text))

    def to_command(self) -> dict[str, Any]:
        """The answer to a slash command, seen by the actor alone."""
        if self.message is None:
            return {}
        return {"response_type": "ephemeral", **self.message.answer()}

    def to_submission(self) -> dict[str, Any]:
        """The answer to a modal that was sent."""
        if self.errors:
            return {"response_action": "errors", "errors": dict(self.errors)}
        if self.modal is not None:
            return {"response_action": "update", "view": self.modal.view()}
        return {"response_action": "clear"}


NOTHING = Reply()


def line(text: str) -> Reply:
    """One line that only the actor sees."""
    return Reply(message=Message(text=text))


class NotPossible(Exception):
    """What was asked cannot be done. The text is one sentence for the actor; nothing has been changed."""


class NotForYou(NotPossible):
    """A button or a window that is not the actor's own. Whoever says so knows their language, so it has no text.

    `production_id`: whose it is, where that is known; the refusal goes on record there.
    """

    def __init__(self, production_id: int | None = None) -> None:
        super().__init__()
        self.production_id = production_id
