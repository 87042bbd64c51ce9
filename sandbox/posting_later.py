"""Posts what was scheduled, on the sandbox's clock."""

from __future__ import annotations

from sandbox import posting
from sandbox.workspace import Workspace

LOOK_SECONDS = 0.5


async def post_when_due(workspace: Workspace) -> None:
    """Until cancelled. Where the app cannot post any more, the message is lost, which the log tells."""
    while True:
        for one in workspace.schedule.take_due(workspace.clock.now()):
            conversation = workspace.conversations.get(one.channel)
            if conversation is None or conversation.is_archived or workspace.app.bot_user not in conversation.members:
                workspace.log.add("refused", what="scheduled message", channel=one.channel)
            else:
                posting.post_as_app(workspace, conversation, one.draft)
        if workspace.schedule.all():
            await workspace.clock.moved.wait(LOOK_SECONDS)
        else:
            await workspace.schedule.changed.wait(LOOK_SECONDS)
