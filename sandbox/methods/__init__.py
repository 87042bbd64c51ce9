"""The methods of the Web API, one file per family; importing this package fills `registry.METHODS`."""

from sandbox.methods import (
    apps,
    channels,
    chat,
    files,
    history,
    members,
    messages_of_one,
    pins,
    reactions,
    scheduled,
    usergroups,
    users,
    views,
)

__all__ = [
    "apps",
    "channels",
    "chat",
    "files",
    "history",
    "members",
    "messages_of_one",
    "pins",
    "reactions",
    "scheduled",
    "usergroups",
    "users",
    "views",
]
