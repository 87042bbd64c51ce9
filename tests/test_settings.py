"""What the bot needs to know before it starts."""

import base64
import re
from datetime import date
from pathlib import Path

import pytest

from bot.settings import NAMES, Settings, SettingsUnfit, StorageSettings, environment, read_settings
from bot.vault import new_encryption_key

ROOT = Path(__file__).parent.parent
KEY = base64.b64encode(bytes(range(32))).decode()
FIT = {
    "SLACK_BOT_TOKEN": "xoxb-very-secret",
    "SLACK_APP_TOKEN": "xapp-very-secret",
    "SLACK_SIGNING_SECRET": "signing-very-secret",
    "DATABASE_URL": "postgresql://closedset:very-secret@db.example.com/closedset?sslmode=verify-full",
    "CLOSEDSET_KEYS": f"k1:{KEY}",
}


def problems(**values: str) -> list[str]:
    """What is said of the fitting settings with these changed; an empty value takes one out."""
    with pytest.raises(SettingsUnfit) as caught:
        read_settings(Settings, {**FIT, **values})
    return caught.value.problems


def test_fitting_settings_are_taken() -> None:
    """Slack's own address and Socket Mode need nothing more than tokens and a key."""
    settings = read_settings(Settings, FIT)
    assert settings.slack_url == "https://slack.com/api/"
    assert settings.keys["k1"].get_secret_value() == bytes(range(32))


def test_all_problems_are_said_at_once_one_line_each() -> None:
    """Nobody starts the bot five times to learn of five mistakes."""
    with pytest.raises(SettingsUnfit) as caught:
        read_settings(
            Settings,
            {
                "SLACK_API_URL": "http://slack.example.com/api/",
                "DATABASE_URL": "mysql://root@localhost/closedset",
                "CLOSEDSET_KEYS": "k1:short",
                "CLOSEDSET_HTTP_PORT": "http",
            },
        )
    lines = str(caught.value).splitlines()
    named = [re.match(r"[A-Z_]+", line) for line in lines]
    assert {match[0] for match in named if match} == {
        *("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL", "DATABASE_URL", "CLOSEDSET_KEYS"),
        "CLOSEDSET_HTTP_PORT",
    }
    assert len(lines) == 6


def test_secrets_never_show() -> None:
    """Neither the settings, nor their parts, nor what is wrong with them quote a secret."""
    settings = read_settings(Settings, FIT)
    shown = f"{settings!r} {settings} {settings.keys} {settings.model_dump()} {settings.model_dump_json()}"
    unfit = problems(
        SLACK_BOT_TOKEN="xoxp-very-secret",
        SLACK_APP_TOKEN="xoxb-very-secret",
        DATABASE_URL="nothing://very-secret",
        CLOSEDSET_KEYS="k1:very-secret",
        CLOSEDSET_HTTP_PORT="very-secret",
    )
    assert len(unfit) == 5
    assert "very-secret" not in shown + " ".join(unfit)
    assert KEY not in shown
    assert str(bytes(range(32))) not in shown


@pytest.mark.parametrize("url", ["http://127.0.0.1:8123/api/", "http://localhost:8123/api", "http://[::1]:8123/api/"])
def test_this_machine_may_be_reached_in_the_clear(url: str) -> None:
    """A stand-in on loopback needs no certificate."""
    assert read_settings(Settings, {**FIT, "SLACK_API_URL": url}).slack_url.endswith("/api/")


@pytest.mark.parametrize("url", ["http://10.0.0.1/api/", "http://localhost.example.com/api/", "ftp://127.0.0.1/", "x"])
def test_no_token_travels_in_the_clear_to_another_machine(url: str) -> None:
    """Anything but https or this machine is turned away."""
    assert [line.split()[0] for line in problems(SLACK_API_URL=url)] == ["SLACK_API_URL"]


@pytest.mark.parametrize(
    ("slack", "clock"),
    [
        ("https://slack.com/api/", "http://127.0.0.1:8123/_control/clock"),
        ("http://127.0.0.1:8123/api/", "http://clock.example.com/"),
    ],
)
def test_the_clock_moves_only_on_this_machine(slack: str, clock: str) -> None:
    """Against a real workspace nobody can turn the bot's time."""
    assert "CLOSEDSET_CLOCK_URL" in problems(SLACK_API_URL=slack, CLOSEDSET_CLOCK_URL=clock)[0]


def test_one_way_in_is_enough_and_needed() -> None:
    """Socket Mode by its token, HTTP by its secret; neither is no start."""
    assert read_settings(Settings, {**FIT, "SLACK_APP_TOKEN": ""}).app_token is None
    assert "both missing" in problems(SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="")[0]


def test_the_placeholders_of_the_example_are_recognised() -> None:
    """Copied and not filled in: each is named, whether it is the beginning of a token or an example of an address."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    [example] = re.findall(r"as (postgresql://\S+?)\.", " ".join(lines))
    assert given.keys() >= {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}
    said = problems(**given)
    assert {line.split()[0] for line in said} == {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "CLOSEDSET_KEYS"}
    assert "example of .env.example" in problems(DATABASE_URL=example)[0]


@pytest.mark.parametrize("rest", ["", "…", "...", "your-token", "your-token-here", "XXXX-XXXX", "<token>"])
def test_what_stands_in_the_place_of_a_token_is_none(rest: str) -> None:
    """Whatever somebody writes there to be filled in later."""
    assert "placeholder" in problems(SLACK_BOT_TOKEN=f"xoxb-{rest}")[0]
    assert "placeholder" in problems(SLACK_APP_TOKEN=f"xapp-{rest}")[0]


def test_commands_without_slack_need_no_token() -> None:
    """The database and the keys are enough to import a schedule."""
    given = {name: FIT[name] for name in ("DATABASE_URL", "CLOSEDSET_KEYS")}
    assert "postgresql" in read_settings(StorageSettings, given).database_url.get_secret_value()


SECOND = base64.b64encode(bytes(range(32, 64))).decode()


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (f"k1:{KEY},k1:{SECOND}", "names two keys alike"),
        (f"k1:{KEY},k2:{KEY}", "has one key twice"),
        (f"fp-0123456789abcdef:{KEY}", "whose bytes are not those"),
        (f"k1:{KEY[:-4]}", "does not fit"),
    ],
)
def test_keys_are_told_apart(keys: str, said: str) -> None:
    """Two of one name would leave one of them unreadable; a name that is a fingerprint holds for its bytes alone."""
    [line] = problems(CLOSEDSET_KEYS=keys)
    assert line.startswith("CLOSEDSET_KEYS ")
    assert said in line


def test_new_keys_are_taken_and_each_has_a_name_of_its_own() -> None:
    """Made in one second, they differ all the same."""
    made = [new_encryption_key() for _ in range(20)]
    assert len(read_settings(Settings, {**FIT, "CLOSEDSET_KEYS": ",".join(made)}).keys) == 20


def test_a_retired_key_is_a_known_one_and_not_the_first() -> None:
    """Nothing is sealed with a key that somebody else has."""
    both = f"k2:{SECOND},k1:{KEY}"
    settings = read_settings(Settings, {**FIT, "CLOSEDSET_KEYS": both, "CLOSEDSET_RETIRED_KEYS": "k1:2026-03-16"})
    assert settings.retired_keys == {"k1": date(2026, 3, 16)}
    assert "retired key" in problems(CLOSEDSET_KEYS=both, CLOSEDSET_RETIRED_KEYS="k2:2026-03-16")[0]
    assert "names k3" in problems(CLOSEDSET_KEYS=both, CLOSEDSET_RETIRED_KEYS="k3:2026-03-16")[0]
    assert "YYYY-MM-DD" in problems(CLOSEDSET_KEYS=both, CLOSEDSET_RETIRED_KEYS="k1:yesterday")[0]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bot@db.example.com/closedset",
        "postgresql://bot@db.example.com/closedset?sslmode=require",
        "postgresql:///closedset?host=db.example.com",
        "postgresql:///closedset?host=127.0.0.1,db.example.com",
        "postgresql://bot@10.0.0.7:5432/closedset?sslmode=prefer",
    ],
)
def test_a_database_elsewhere_is_reached_over_verified_tls(url: str) -> None:
    """Whoever sits in between reads nothing; where the network is one's own, it can be said so."""
    [line] = problems(DATABASE_URL=url)
    assert "sslmode=verify-full" in line
    assert read_settings(Settings, {**FIT, "DATABASE_URL": url, "CLOSEDSET_DATABASE_WITHOUT_TLS": "yes"})


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bot@db.example.com/closedset?sslmode=verify-full",
        "postgresql://bot@localhost/closedset",
        "postgresql://bot@[::1]:5432/closedset",
        "postgresql:///closedset?host=/run/postgresql",
        "postgresql:///closedset",
    ],
)
def test_a_database_on_this_machine_needs_no_tls(url: str) -> None:
    """Neither over loopback nor over a socket in the file system."""
    assert read_settings(Settings, {**FIT, "DATABASE_URL": url})


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is set for one start is not overruled by `.env`."""
    (tmp_path / ".env").write_text("SLACK_API_URL=https://one.example.com/\nCLOSEDSET_HTTP_HOST=0.0.0.0\n")
    monkeypatch.setenv("SLACK_API_URL", "https://two.example.com/")
    found = environment(tmp_path)
    assert (found["SLACK_API_URL"], found["CLOSEDSET_HTTP_HOST"]) == ("https://two.example.com/", "0.0.0.0")


def test_the_example_explains_every_setting_in_order() -> None:
    """`.env.example` names each setting once, with a comment above it."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    at = {match[1]: number for number, line in enumerate(lines) if (match := re.match(r"#? ?([A-Z_]+)=", line))}
    assert list(at) == list(NAMES.values())
    assert all(re.match(r"# [A-Z]", lines[number - 1]) or lines[number - 1].startswith("# ") for number in at.values())
