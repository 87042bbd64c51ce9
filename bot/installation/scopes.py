"""What the app was granted in its workspace, held against what the bot needs."""

import logging

from bot.slack import Identity

log = logging.getLogger(__name__)

# Without one of these the bot does not start; each with what it is for.
BASE = {
    "chat:write": "messages",
    "commands": "slash commands",
    "files:write": "files for the person who asked for them",
    "groups:read": "who is in a closed set",
    "groups:write": "keeping closed sets",
    "im:history": "what performers write",
    "im:read": "conversations with people",
    "im:write": "conversations with people",
    "users:read": "who somebody is in Slack",
    "users:read.email": "finding people by their e-mail address",
}
# Whoever installs the app may leave these out; each with what is switched off then.
OPTIONAL = {"reactions:read": "reactions under a check-in are not noticed, and nobody is told of them"}


class NotInstalled(Exception):
    """The app is not installed as the bot needs it. One sentence: what is in the way, and what to do."""


def check_installation(identity: Identity) -> None:
    """Raises NotInstalled for an org-wide installation, and where a base scope was not granted."""
    if identity.is_org_wide:
        raise NotInstalled(
            "The app is installed for a whole organisation, and the bot serves one workspace. "
            "Install it in the production's workspace alone, and use that workspace's token."
        )
    missing = sorted(set(BASE) - identity.scopes) if identity.scopes is not None else []
    if missing:
        raise NotInstalled(
            f"The app was not granted {', '.join(missing)}. "
            "Add what is missing at api.slack.com/apps as manifest.json has it, then install the app again."
        )


def say_what_is_off(identity: Identity) -> None:
    """Tell whoever runs the bot what it goes without."""
    if identity.scopes is None:
        log.warning("Slack does not say which scopes the app was granted; the bot goes on as if it had all of them.")
        return
    for scope, meaning in OPTIONAL.items():
        if scope not in identity.scopes:
            log.warning("The app was not granted %s, which is optional: %s.", scope, meaning)
