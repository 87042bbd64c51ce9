"""Every verb of every slash command, as people type it: who mostly does, and with which words after it."""

from random import Random

from handlers.routes import COMMANDS
from tests.proofs.doing import do, finish
from tests.proofs.living import Life
from tests.proofs.open_noes import Act
from tests.proofs.seen import Shown
from tests.proofs.slack_events import EVERYBODY
from tests.proofs.two_productions import FILMS, PLANNED_DAYS, Film

# A word of each kind is put where it stands; what stands in brackets is left out now and then.
WORDS = {
    "/checkin": {
        "status": "",
        "day": "[{day}]",
        "send": "{scene} [{performer}] [{day}]",
        "record": "{scene} {performer} [{said}] [{how}] [{day}]",
        "reopen": "{scene} [{day}]",
        "limits": "{scene} {performer} [{day}]",
        "duty": "[{duty}]",
        "export": "",
        "hold": "",
        "mine": "",
        "delete": "",
        "on-set": "{on}",
    },
    "/shootday": {
        "list": "",
        "move": "{scene} {day} [from {day}]",
        "call": "{day} {hour} [{performer}]",
        "filmed": "{scene} [{day}]",
        "not-filmed": "{scene} [{day}]",
        "wrap": "[{day}]",
    },
    "/scene": {
        "list": "",
        "confirm": "{scene}",
        "not-intimate": "{scene}",
        "terms": "{scene} {performer}",
        "about": "{scene}",
        "pages": "{scene}",
        "present": "{scene} {cast_id}",
        "cut": "{scene}",
        "restore": "{scene}",
    },
    "/closedset": {
        "list": "",
        "roster": "{scene}",
        "clear": "{scene} <@U0BEN|ben> monitor boom operator",
        "remove": "{scene} <@U0BEN|ben>",
        "swap": "{scene} <@U0BEN|ben> <@U0KIT|kit>",
        "open": "{scene}",
        "close": "{scene}",
        "plan": "{scene}",
        "release": "{scene}",
        "ask": "{scene} <@U0KIT|kit> set [<@U0BEN|ben>]",
        "door": "",
    },
}
SAID = ("as agreed", "not as agreed", "nothing changes")
DUTY = ("on", "off", "on until 22:00", "handover <@U0DEV|dev>", "handover <@U0MIA|mia>", "off <@U0DEV|dev>")


def scenes_of(life: Life, film: Film) -> list[str]:
    """The numbers of a production's scenes."""
    production = life.facts.productions.get(film.short, 0)
    return [name for number, name in life.facts.scenes.values() if number == production and not name.startswith("9")]


def one_word(life: Life, random: Random, film: Film, kind: str) -> str:
    """Something to put in a kind's place."""
    name, user = random.choice([*film.cast.values()])
    choices = {
        "scene": scenes_of(life, film) or ["42"],
        "performer": [f"<@{user}|{name.lower()}>" if user else name],
        "day": [film.label(day) for day in range(PLANNED_DAYS)],
        "said": SAID,
        "how": ("in person", "by phone"),
        "duty": DUTY,
        "on": ("on", "off"),
        "hour": ("06:00", "07:00", "10:30"),
        "cast_id": ("8", "9", *film.cast),
    }
    return random.choice([*choices[kind]])


def written(life: Life, random: Random, film: Film, command: str, verb: str) -> str:
    """A command's words."""
    found = [verb]
    pattern = WORDS[command][verb].replace("from {day}", "from_{day}")
    for part in pattern.replace("boom operator", "boom_operator").split():
        if part.startswith("[") and random.random() < 0.5:
            continue
        word = part.strip("[]")
        kind = word.partition("{")[2].partition("}")[0]
        found.append(word.replace(f"{{{kind}}}", one_word(life, random, film, kind)) if kind else word)
    return " ".join(found).replace("_", " ")


def actor(random: Random, film: Film, command: str, verb: str) -> str:
    """Mostly somebody who may."""
    found = next(one for one in COMMANDS[command].verbs if one.name == verb)
    may = [*film.holding(*found.roles), *(film.performers() if len(found.roles) > 4 else [])]
    return random.choice(may if may and random.random() < 0.85 else EVERYBODY)


async def type_command(life: Life, random: Random, command: str = "", verb: str = "") -> Shown | None:
    """Somebody types a command: any, or the one that is named."""
    command = command or random.choice([*WORDS])
    verb = verb or random.choice([*WORDS[command]])
    film = random.choice(FILMS[:1] * 2 + FILMS[1:])
    user = actor(random, film, command, verb)
    return await type_words(life, user, command, written(life, random, film, command, verb))


async def type_words(life: Life, user: str, command: str, words: str) -> Shown | None:
    """Somebody types exactly this."""
    done = await do(life, life.bodies.command(user, command, words), Act(user, command, None))
    if words.startswith("pages") and done.worked and done.changed:
        note_pages(life, user, words)
    return await finish(life, user, done)


def note_pages(life: Life, user: str, words: str) -> None:
    """Late pages: everybody in the scene confirms again."""
    for scene, (production, name) in life.facts.scenes.items():
        if words.split()[1].casefold() == name.casefold() and life.facts.coordinates(user, production):
            life.plain.pages[scene] = life.step
