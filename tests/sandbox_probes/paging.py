"""Probes of paging: cursors, order, and what happens between pages."""

from tests.sandbox_probes.common import REPLIED, ROOM, SAID
from tests.sandbox_probes.matching import ABSENT, each, has, length, none, some, without
from tests.sandbox_probes.probing import METHODS, Step, call, control, probe, walk

GUESTS = ("U0OLA", "U0JAN", "U0ZOE", "U0MIA", "U0DEV")
ALL = sorted((*GUESTS, "U0ADA", "U0SAM", "U0BEN", "U0KIM", "U0LEO", "U0ANA", "U0BOT"))
FULL: tuple[Step, ...] = (*ROOM, call("conversations.invite", {"channel": "$room", "users": ",".join(GUESTS)}))
SEVEN: tuple[Step, ...] = (
    *ROOM,
    *[call("chat.postMessage", {"channel": "$room", "text": f"m{n}"}, keep={f"m{n}": "ts"}) for n in range(7)],
)
LIST = f"{METHODS}conversations.list"
HISTORY = f"{METHODS}conversations.history"
CHANNELS: tuple[Step, ...] = tuple(
    call("conversations.create", {"name": f"hall-{n}"}, keep={f"hall{n}": "channel.id"}) for n in range(5)
)

PROBES = [
    probe(
        "members-in-pages",
        f"The cursor leads to every member once, the last cursor is empty ({METHODS}conversations.members).",
        *FULL,
        walk(
            "conversations.members",
            {"channel": "$room", "limit": "2"},
            "members",
            {"sorted": sorted((*GUESTS, "U0BOT")), "last.response_metadata.next_cursor": ""},
        ),
    ),
    probe(
        "members-one-removed-between-pages",
        f"Who stays is listed once although somebody was removed between two pages ({METHODS}conversations.members).",
        *FULL,
        walk(
            "conversations.members",
            {"channel": "$room", "limit": "2"},
            "members",
            {"all": has("U0BOT", "U0OLA", "U0JAN", "U0ZOE", "U0MIA")},
            between=(call("conversations.kick", {"channel": "$room", "user": "U0DEV"}),),
        ),
    ),
    probe(
        "members-first-removed-between-pages",
        f"Nobody is passed over because a member of an earlier page was removed ({METHODS}conversations.members).",
        *FULL,
        walk(
            "conversations.members",
            {"channel": "$room", "limit": "2"},
            "members",
            {"all": has("U0BOT", "U0JAN", "U0ZOE", "U0MIA", "U0DEV")},
            between=(call("conversations.kick", {"channel": "$room", "user": "U0OLA"}),),
        ),
    ),
    probe(
        "members-bad-cursor",
        f"A cursor that is none is invalid_cursor ({METHODS}conversations.members).",
        *ROOM,
        call("conversations.members", {"channel": "$room", "cursor": "nonsense"}, "invalid_cursor"),
    ),
    probe(
        "members-unseen",
        f"The members of a private channel without the bot are channel_not_found ({METHODS}conversations.members).",
        call("conversations.members", {"channel": "C0ADTEAM"}, "channel_not_found"),
    ),
    probe(
        "history-newest-first",
        f"History is newest first ({HISTORY}).",
        *SEVEN,
        call(
            "conversations.history",
            {"channel": "$room", "limit": 3},
            {"messages": lambda kept: each("ts", kept["m6"], kept["m5"], kept["m4"]), "has_more": True},
        ),
    ),
    probe(
        "history-in-pages",
        "Pages of history show each message once; the last has no response_metadata (SLACK.md 1.6).",
        *SEVEN,
        walk(
            "conversations.history",
            {"channel": "$room", "limit": "2"},
            "messages",
            {
                "all": lambda kept: has(*[kept[f"m{n}"] for n in range(7)]),
                "last.response_metadata": ABSENT,
                "last.has_more": False,
            },
            by="ts",
        ),
    ),
    probe(
        "history-forward",
        "With only `oldest` pages walk forward, newest first inside each (SLACK.md 1.6).",
        *SEVEN,
        call(
            "conversations.history",
            {"channel": "$room", "limit": 2, "oldest": "$m2"},
            {"messages": lambda kept: each("ts", kept["m4"], kept["m3"]), "has_more": True},
        ),
    ),
    probe(
        "history-bounds",
        f"The bounds are exclusive unless `inclusive` ({HISTORY}).",
        *SEVEN,
        call(
            "conversations.history",
            {"channel": "$room", "oldest": "$m2", "latest": "$m4"},
            {"messages": lambda kept: each("ts", kept["m3"])},
        ),
        call(
            "conversations.history",
            {"channel": "$room", "oldest": "$m2", "latest": "$m4", "inclusive": True},
            {"messages": lambda kept: each("ts", kept["m4"], kept["m3"], kept["m2"])},
        ),
    ),
    probe(
        "history-echoes-bounds",
        "History echoes its bounds and counts pins and actions (SLACK.md 1.6).",
        *SEVEN,
        call(
            "conversations.history",
            {"channel": "$room", "oldest": "$m2", "latest": "$m4"},
            {
                "oldest": "$m2",
                "latest": "$m4",
                "pin_count": 0,
                "channel_actions_ts": None,
                "channel_actions_count": 0,
                "has_more": False,
            },
        ),
    ),
    probe(
        "history-one-message",
        f"latest with inclusive and limit 1 finds one message ({HISTORY}).",
        *SEVEN,
        call(
            "conversations.history",
            {"channel": "$room", "latest": "$m3", "inclusive": True, "limit": 1},
            {"messages": lambda kept: each("ts", kept["m3"])},
        ),
    ),
    probe(
        "history-deleted-behind",
        f"What was deleted between two pages is gone, all else is shown once ({HISTORY}).",
        *SEVEN,
        walk(
            "conversations.history",
            {"channel": "$room", "limit": "3"},
            "messages",
            {"all": lambda kept: has(*[kept[f"m{n}"] for n in (0, 2, 3, 4, 5, 6)])},
            between=(call("chat.delete", {"channel": "$room", "ts": "$m1"}),),
            by="ts",
        ),
    ),
    probe(
        "history-deleted-at-the-cursor",
        f"A cursor stays good when the messages on both sides of it are deleted ({HISTORY}).",
        *SEVEN,
        walk(
            "conversations.history",
            {"channel": "$room", "limit": "3"},
            "messages",
            {"all": lambda kept: has(*[kept[f"m{n}"] for n in (0, 1, 2, 6)])},
            between=(
                call("chat.delete", {"channel": "$room", "ts": "$m3"}),
                call("chat.delete", {"channel": "$room", "ts": "$m4"}),
            ),
            by="ts",
        ),
    ),
    probe(
        "history-posted-between",
        f"A message posted between two pages does not make another appear twice ({HISTORY}).",
        *SEVEN,
        walk(
            "conversations.history",
            {"channel": "$room", "limit": "3"},
            "messages",
            {"first.messages": length(3), "all": lambda kept: has(kept["m0"], kept["m3"], kept["m4"], kept["m6"])},
            between=(call("chat.postMessage", {"channel": "$room", "text": "late"}),),
            by="ts",
        ),
    ),
    probe(
        "history-bad-cursor",
        f"A cursor that is none is invalid_cursor ({HISTORY}).",
        *SAID,
        call("conversations.history", {"channel": "$room", "cursor": "nonsense"}, "invalid_cursor"),
    ),
    probe(
        "history-bad-oldest",
        f"An `oldest` that is no time is invalid_ts_oldest ({HISTORY}).",
        *SAID,
        call("conversations.history", {"channel": "$room", "oldest": "yesterday"}, "invalid_ts_oldest"),
    ),
    probe(
        "replies-in-order",
        f"A thread begins with its parent, then the oldest reply ({METHODS}conversations.replies).",
        *REPLIED,
        call("chat.postMessage", {"channel": "$room", "text": "more", "thread_ts": "$said"}, keep={"more": "ts"}),
        call(
            "conversations.replies",
            {"channel": "$room", "ts": "$said"},
            {"messages": lambda kept: each("ts", kept["said"], kept["reply"], kept["more"]), "has_more": False},
        ),
    ),
    probe(
        "replies-by-a-reply",
        "conversations.replies takes any ts of the thread (SLACK.md 1.6).",
        *REPLIED,
        call(
            "conversations.replies",
            {"channel": "$room", "ts": "$reply"},
            {"messages": lambda kept: some("ts", kept["reply"])},
        ),
    ),
    probe(
        "replies-of-nothing",
        f"An unknown ts is thread_not_found ({METHODS}conversations.replies).",
        *ROOM,
        call("conversations.replies", {"channel": "$room", "ts": "1700000000.000100"}, "thread_not_found"),
    ),
    probe(
        "list-public-by-default",
        f"conversations.list shows public channels unless told otherwise ({LIST}).",
        *ROOM,
        call(
            "conversations.list",
            {"limit": 200},
            {"channels": lambda kept: none("id", kept["room"]), "response_metadata.next_cursor": ""},
        ),
        walk("conversations.list", {"limit": "50"}, "channels", {"all": has("C0GENERAL")}, by="id"),
    ),
    probe(
        "list-private",
        f"Of the private channels the list has those the bot is in ({LIST}).",
        *ROOM,
        walk(
            "conversations.list",
            {"types": "private_channel", "limit": "50"},
            "channels",
            {"all": ["$room"]},
            by="id",
        ),
    ),
    probe(
        "list-without-archived",
        f"exclude_archived leaves archived channels out ({LIST}).",
        *ROOM,
        call("conversations.archive", {"channel": "$room"}),
        walk(
            "conversations.list",
            {"types": "private_channel", "exclude_archived": True, "limit": "50"},
            "channels",
            {"all": []},
            by="id",
        ),
        walk(
            "conversations.list", {"types": "private_channel", "limit": "50"}, "channels", {"all": ["$room"]}, by="id"
        ),
    ),
    probe(
        "list-of-songs",
        f"An unknown type is invalid_types ({LIST}).",
        call("conversations.list", {"types": "song"}, "invalid_types"),
    ),
    probe(
        "list-one-archived-between-pages",
        f"A channel archived between two pages hides no other ({LIST}).",
        *CHANNELS,
        walk(
            "conversations.list",
            {"exclude_archived": True, "limit": "2"},
            "channels",
            {"all": lambda kept: has("C0GENERAL", *[kept[f"hall{n}"] for n in (1, 2, 3, 4)])},
            between=(call("conversations.archive", {"channel": "$hall0"}),),
            by="id",
        ),
    ),
    probe(
        "users-in-pages",
        f"Pages of users.list show everybody once, the bot included ({METHODS}users.list).",
        walk(
            "users.list",
            {"limit": "3"},
            "members",
            {"all": lambda kept: has(*ALL), "last.response_metadata.next_cursor": ""},
            by="id",
        ),
    ),
    probe(
        "users-one-deactivated-between-pages",
        f"Somebody deactivated between two pages hides nobody ({METHODS}users.list).",
        walk(
            "users.list",
            {"limit": "3"},
            "members",
            {"all": has(*ALL)},
            between=(control("/user", {"user": "U0OLA", "deleted": True}),),
            by="id",
        ),
    ),
    probe(
        "users-bad-cursor",
        f"A cursor that is none is invalid_cursor ({METHODS}users.list).",
        call("users.list", {"cursor": "nonsense"}, "invalid_cursor"),
    ),
    probe(
        "own-conversations",
        f"users.conversations lists what the bot is in ({METHODS}users.conversations).",
        *ROOM,
        walk(
            "users.conversations",
            {"types": "public_channel,private_channel", "limit": "50"},
            "channels",
            {"all": lambda kept: has(kept["room"]), "sorted": without("C0GENERAL", "C0ADTEAM")},
            by="id",
        ),
    ),
]
