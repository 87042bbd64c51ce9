"""Each reader is spoken to in their own language, and keeps the one they chose."""

from sqlmodel import select

from bot.domain.roles import Role
from bot.productions import take_role
from storage.deliveries import Delivery, Template
from storage.people import Person
from tests.commands.acting import FRIDAY, home
from tests.world import MONDAY, World, add_scene, until, visible


async def slack_speaks(world: World, **locales: str) -> None:
    """What people have chosen as Slack's language, each by the end of their id."""
    for name, locale in locales.items():
        await world.post("/user", user=f"U0{name}", locale=locale)


async def choose(world: World, user: str, button: str, code: str) -> None:
    """Choose a language on Home."""
    await world.post("/open-home", user=user)
    page = await home(world, user, button)
    await world.tap_in_modal(user, page, button)
    modal = await world.modal(user)
    assert [option["text"]["text"] for option in modal["blocks"][0]["element"]["options"]][1:] == [
        "English",
        "Deutsch",
        "Español",
        "Français",
        "Polski",
    ]
    await world.submit(user, language=code)


async def test_one_story_is_read_in_three_languages(world: World) -> None:
    """A Polish performer, an English coordinator and a German AD read the same change, each in their own language."""
    await slack_speaks(world, OLA="pl-PL", MIA="en-GB", ADA="de-DE")
    await add_scene(world, "42pt1", ["1"])
    await world.at(FRIDAY, "08:00")
    asked = await world.said("U0OLA", "Czy to, co ustalono, nadal jest dla Ciebie w porządku?")
    assert "pon., 16 marca, dzień 11" in visible(asked)
    assert asked["text"] == "Jest dla Ciebie wiadomość od produkcji."
    await world.at(FRIDAY, "08:20")
    told = visible(await world.said("U0ADA", "Szene 42pt1: Wartet auf Check-ins"))
    assert "Mo., 16. März, Tag 11" in told
    await world.tap("U0OLA", asked, "Inaczej niż ustalono")
    await world.modal("U0OLA", "dopóki nie porozmawia z Tobą Mia Brandt.")
    await world.post("/view/close", user="U0OLA")
    await world.said("U0OLA", "Zapisano. Można to zmienić w każdej chwili.")
    await world.alert("U0MIA", "Ola Nowak: not as agreed")
    await world.submit("U0MIA")
    await world.at(FRIDAY, "08:40")
    await world.said("U0ADA", "Szene 42pt1: Bei der Koordination – Plan kann sich ändern")
    for user, foreign in (("U0OLA", "Recorded"), ("U0ADA", "Scene"), ("U0MIA", "Szene")):
        assert foreign not in "".join(visible(message) for message in await world.messages(user))


async def test_the_very_first_message_is_in_the_language_of_slack(world: World) -> None:
    """Slack names somebody's language only when asked about them: what was written before is written again."""
    await slack_speaks(world, OLA="fr-FR")
    await add_scene(world, "42pt1", ["1"])
    await world.at(FRIDAY, "08:00")
    await world.said("U0OLA", "Ce qui est convenu vous convient-il toujours")
    first = (await world.messages("U0OLA"))[0]
    assert "Comment cela marche" in visible(first)
    async with world.look() as transaction:
        first_of_all = select(Delivery).where(Delivery.template == Template.NOTICE)
        kept = (await transaction.session.exec(first_of_all)).first()
    assert kept is not None
    assert kept.language == "fr"


async def test_what_somebody_chose_outlives_what_slack_says_later(world: World) -> None:
    """A choice on Home counts at once and stays; "As in Slack" follows Slack again."""
    await world.post("/open-home", user="U0OLA")
    await home(world, "U0OLA", "Language: English")
    await choose(world, "U0OLA", "Language: English", "de")
    assert "Wie das funktioniert" in visible(await home(world, "U0OLA", "Sprache: Deutsch"))
    await slack_speaks(world, OLA="pl-PL")
    await until(lambda: locale_is(world, "pl-PL"), "the locale")
    await world.post("/open-home", user="U0OLA")
    await home(world, "U0OLA", "Sprache: Deutsch")
    await choose(world, "U0OLA", "Sprache: Deutsch", "slack")
    assert "Jak to działa" in visible(await home(world, "U0OLA", "Język: Polski"))


async def locale_is(world: World, locale: str) -> bool:
    return (await world.person("U0OLA")).slack_locale == locale


async def test_without_any_of_these_the_production_s_language_counts(world: World) -> None:
    """Before Slack was asked about somebody, they read the production's language; a stranger reads English."""
    async with world.transaction() as transaction:
        world.production.language = "es"
        transaction.session.add(world.production)
    for user in ("U0ADA", "U0KIM"):
        await world.post("/open-home", user=user)
    await home(world, "U0ADA", "No se acerca ningún día de rodaje.")
    await home(world, "U0KIM", "Nobody has added you to a production here yet.")


async def test_answers_to_commands_and_small_windows_are_in_the_asker_s_language(world: World) -> None:
    """Help, what cannot be done, and a button that is somebody else's."""
    await slack_speaks(world, MIA="de-DE")
    await add_scene(world, "42pt1", ["1", "2"])
    assert "vereinbarte Grenzen" in await world.command("U0MIA", "/checkin", "help")
    assert "In Baltic gibt es keine Szene „7“" in await world.command("U0MIA", "/checkin", "send 7")
    await world.post("/open-home", user="U0MIA")
    page = await home(world, "U0MIA", "Bereitschaft für Baltic: Mia Brandt.")
    async with world.transaction() as transaction:
        await take_role(transaction, world.production, await world.person("U0MIA"), Role.COORDINATOR)
    await world.tap_in_modal("U0MIA", page, "Bereitschaft beenden")
    window = await world.modal("U0MIA", "Diese Nachricht ist nicht für Sie.")
    assert window["title"]["text"] == "Nachricht"


def test_the_order_of_languages() -> None:
    """What they chose, else the cast list's, else Slack's; whoever follows Slack does not follow the cast list."""
    who = Person(name="Ola", slack_locale="fr-FR")
    assert who.language == "fr-FR"
    who.named_language = "pl"
    assert who.language == "pl"
    who.chosen_language = "de"
    assert who.language == "de"
    who.chosen_language, who.follows_slack = None, True
    assert who.language == "fr-FR"


async def test_the_cast_list_s_language_is_not_lost_to_slack(world: World) -> None:
    """What the cast list says of a performer counts until they choose; Slack's own language is kept beside it."""
    async with world.transaction() as transaction:
        who = await world.person("U0OLA")
        who.named_language = "pl"
        transaction.session.add(who)
    await add_scene(world, "42pt1", ["1"], day=MONDAY)
    await world.at(FRIDAY, "08:00")
    await world.said("U0OLA", "Czy to, co ustalono")
    who = await world.person("U0OLA")
    assert (who.named_language, who.slack_locale) == ("pl", "en-US")
