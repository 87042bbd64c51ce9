"""Probes of transport: credentials, order of checks, bodies, charsets, missing arguments."""

from tests.sandbox_probes.common import ROOM
from tests.sandbox_probes.matching import ABSENT, PRESENT, has, like
from tests.sandbox_probes.probing import APP, BOT, FORM, call, control, probe, raw

MISSING = "invalid_arguments"
JSON = "application/json"
BEARER = {"Authorization": f"Bearer {BOT}"}


def missing(*fields: str) -> dict[str, object]:
    """The answer to a call without these arguments."""
    messages = [f"[ERROR] missing required field: {field}" for field in fields]
    return {"ok": False, "error": MISSING, "response_metadata.messages": messages}


PROBES = [
    probe(
        "no-credential",
        "A call without a token is not_authed, with status 200 (docs.slack.dev/reference/methods/auth.test).",
        raw("POST", "/api/auth.test", {}, None, {"@status": 200, "ok": False, "error": "not_authed"}),
    ),
    probe(
        "bearer-in-lower-case",
        "The scheme is exactly `Bearer `, any other is no credential (SLACK.md 1.6).",
        raw("POST", "/api/auth.test", {"Authorization": f"bearer {BOT}"}, None, "not_authed"),
    ),
    probe(
        "scheme-token",
        "A scheme other than Bearer counts as none (SLACK.md 1.6).",
        raw("POST", "/api/auth.test", {"Authorization": f"token {BOT}"}, None, "not_authed"),
    ),
    probe(
        "unknown-token",
        "An unknown token is invalid_auth (docs.slack.dev/reference/methods/auth.test).",
        call("auth.test", token="xoxb-nobody", expected="invalid_auth"),
    ),
    probe(
        "malformed-token",
        "A malformed token is invalid_auth too (SLACK.md 1.6).",
        call("auth.test", token="nonsense", expected="invalid_auth"),
    ),
    probe(
        "form-token-beats-header",
        "The form field `token` beats the header, when it is good (SLACK.md 1.6).",
        call("auth.test", {"token": BOT}, token="xoxb-nobody"),
    ),
    probe(
        "bad-form-token-beats-header",
        "The form field `token` beats the header, also when it is bad (SLACK.md 1.6).",
        call("auth.test", {"token": "xoxb-nobody"}, "invalid_auth"),
    ),
    probe(
        "token-in-the-query",
        "A token in the query string is invalid_auth (SLACK.md 1.6).",
        raw("GET", f"/api/auth.test?token={BOT}", {}, None, "invalid_auth"),
    ),
    probe(
        "token-in-json",
        "A token inside a JSON body is ignored (SLACK.md 1.6).",
        raw("POST", "/api/auth.test", {"Content-Type": JSON}, f'{{"token": "{BOT}"}}', "not_authed"),
    ),
    probe(
        "app-token-for-a-bot-method",
        "An app-level token opens connections alone, else not_allowed_token_type (SLACK.md 1.1).",
        call("chat.postMessage", {"channel": "C0GENERAL", "text": "x"}, "not_allowed_token_type", token=APP),
    ),
    probe(
        "bot-token-for-a-connection",
        "apps.connections.open takes an app-level token (docs.slack.dev/reference/methods/apps.connections.open).",
        call("apps.connections.open", expected="not_allowed_token_type"),
    ),
    probe(
        "credential-before-arguments",
        "The credential is looked at before missing arguments (SLACK.md 1.6).",
        raw("POST", "/api/chat.update", {"Content-Type": FORM}, "text=x", "not_authed"),
    ),
    probe(
        "missing-before-channel",
        "Missing arguments are told before an unknown channel (SLACK.md 1.6).",
        call("chat.update", {"channel": "C0NOSUCH", "text": "x"}, missing("ts")),
    ),
    probe(
        "two-missing-arguments",
        "Each missing argument has a line of its own, in a fixed order (SLACK.md 1.6).",
        call("conversations.replies", {}, missing("channel", "ts")),
    ),
    probe(
        "missing-channel",
        "A missing channel is invalid_arguments with its message (SLACK.md 1.6).",
        call("chat.postMessage", {"text": "x"}, missing("channel")),
    ),
    probe(
        "number-before-channel",
        "The format of numbers is looked at before the channel (SLACK.md 1.6).",
        call(
            "conversations.history",
            {"channel": "C0NOSUCH", "limit": "many"},
            {
                "error": MISSING,
                "response_metadata.messages": has("[ERROR] must provide a number [json-pointer:/limit]"),
            },
        ),
    ),
    probe(
        "limit-zero",
        "limit=0 is the default (SLACK.md 1.6).",
        *ROOM,
        call("conversations.members", {"channel": "$room", "limit": "0"}, {"ok": True, "members": ["U0BOT"]}),
    ),
    probe(
        "empty-channel",
        "A channel that is present but empty is channel_not_found (SLACK.md 1.6).",
        call("conversations.history", {"channel": ""}, "channel_not_found"),
    ),
    probe(
        "empty-thread",
        "An empty ts is thread_not_found (SLACK.md 1.6).",
        *ROOM,
        call("conversations.replies", {"channel": "$room", "ts": ""}, "thread_not_found"),
    ),
    probe(
        "json-for-a-form-method",
        "A method that takes forms alone sees no arguments in a JSON body (SLACK.md 1.6).",
        call("users.info", {"user": "U0OLA"}, missing("user"), how="json"),
    ),
    probe(
        "form-with-charset",
        "A form type with a charset gets the warning superfluous_charset (SLACK.md 1.6).",
        raw(
            "POST",
            "/api/auth.test",
            {**BEARER, "Content-Type": f"{FORM}; charset=utf-8"},
            "a=b",
            {"ok": True, "warning": "superfluous_charset", "response_metadata.warnings": ["superfluous_charset"]},
        ),
    ),
    probe(
        "json-without-charset",
        "A JSON body without a charset gets the warning missing_charset (SLACK.md 1.6).",
        raw(
            "POST",
            "/api/chat.postMessage",
            {**BEARER, "Content-Type": JSON},
            '{"channel": "U0OLA", "text": "x"}',
            {"ok": True, "warning": "missing_charset", "response_metadata.warnings": ["missing_charset"]},
        ),
    ),
    probe(
        "json-with-charset",
        "A JSON body with its charset gets no warning (SLACK.md 1.6).",
        call("chat.postMessage", {"channel": "U0OLA", "text": "x"}, {"ok": True, "warning": ABSENT}, how="json"),
    ),
    probe(
        "multipart",
        "multipart/form-data carries arguments too (docs.slack.dev/apis/web-api).",
        call("chat.postMessage", {"channel": "U0OLA", "text": "parts"}, {"message.text": "parts"}, how="multipart"),
    ),
    probe(
        "broken-json",
        "A body that is no JSON is invalid_json, before the credential (docs.slack.dev/apis/web-api, SLACK.md 1.6).",
        raw("POST", "/api/chat.postMessage", {"Content-Type": f"{JSON}; charset=utf-8"}, "{", "invalid_json"),
    ),
    probe(
        "json-array",
        "A JSON body that is no object is json_not_object (docs.slack.dev/apis/web-api).",
        raw(
            "POST",
            "/api/chat.postMessage",
            {**BEARER, "Content-Type": f"{JSON}; charset=utf-8"},
            "[1]",
            "json_not_object",
        ),
    ),
    probe(
        "unknown-method",
        "An unknown method is unknown_method with req_method, status 200 (SLACK.md 1.1).",
        call("chat.sing", expected={"@status": 200, "error": "unknown_method", "req_method": "chat.sing"}),
    ),
    probe(
        "no-method-name",
        "A path that is no method's name is an HTML page with status 404 (SLACK.md 1.6).",
        raw("POST", "/api/no/method", BEARER, None, {"@status": 404, "@headers.content-type": like("text/html")}),
    ),
    probe(
        "retired-method",
        "Retired methods are method_deprecated (SLACK.md 1.6).",
        call("im.list", expected="method_deprecated"),
    ),
    probe(
        "get-with-query",
        "Every method answers GET with arguments in the query (SLACK.md 1.6).",
        call(
            "chat.postMessage", {"channel": "U0OLA", "text": "asked"}, {"ok": True, "message.text": "asked"}, how="get"
        ),
    ),
    probe(
        "auth-test",
        "auth.test tells the address, the team and the bot (docs.slack.dev/reference/methods/auth.test).",
        call(
            "auth.test",
            expected={
                "ok": True,
                "url": like(r"/$"),
                "team": PRESENT,
                "user": PRESENT,
                "team_id": "T0TEAM",
                "user_id": "U0BOT",
                "bot_id": "B0BOT",
                "is_enterprise_install": False,
            },
        ),
    ),
    probe(
        "scopes-header",
        "The answer's header x-oauth-scopes lists what the token was granted (SLACK.md 11).",
        call("auth.test", expected={"@headers.x-oauth-scopes": like(r"(^|,)chat:write(,|$)")}),
    ),
    probe(
        "invalid-charset",
        "A charset other than utf-8 or iso-8859-1 is invalid_charset (docs.slack.dev/reference/methods/auth.test).",
        raw("POST", "/api/auth.test", {**BEARER, "Content-Type": f"{FORM}; charset=klingon"}, "a=b", "invalid_charset"),
    ),
    probe(
        "invalid-post-type",
        "A content type Slack does not read is invalid_post_type (docs.slack.dev/reference/methods/auth.test).",
        raw("POST", "/api/auth.test", {**BEARER, "Content-Type": "application/xml"}, "<a/>", "invalid_post_type"),
    ),
    probe(
        "missing-post-type",
        "A body without a content type is missing_post_type (docs.slack.dev/reference/methods/auth.test).",
        raw("POST", "/api/auth.test", BEARER, "a=b", "missing_post_type"),
    ),
    probe(
        "php-array",
        "An argument such as foo[7] is invalid_array_arg (docs.slack.dev/reference/methods/auth.test).",
        call("auth.test", {"foo[7]": "x"}, "invalid_array_arg"),
    ),
    probe(
        "rate-limited",
        "Too many calls are HTTP 429 with Retry-After and ratelimited (docs.slack.dev/apis/web-api/rate-limits).",
        control("/faults", {"method": "auth.test", "error": "ratelimited", "times": 1, "retryAfter": 7}),
        call("auth.test", expected={"@status": 429, "@headers.retry-after": "7", "ok": False, "error": "ratelimited"}),
        call("auth.test"),
    ),
]
