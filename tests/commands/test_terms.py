"""/scene about and /scene terms: what a scene is made of, a rider's parts, and its translations."""

from typing import Any

from sqlmodel import select

from storage import people
from storage.answers import Answer
from storage.terms import Breakdown
from tests.commands.acting import FRIDAY, agree, ask_for
from tests.world import World, add_scene, find_button, has_button, visible, words_of

SECRET = "a kestrel in the rafters"


async def say_about(world: World, scene: str = "42pt1", **fields: Any) -> str:
    """The coordinator records what a scene is made of; what the window says then."""
    await world.command("U0MIA", "/scene", f"about {scene}")
    await world.modal("U0MIA", "The scene has")
    await world.submit("U0MIA", **fields)
    saved = visible(await world.modal("U0MIA", "Saved."))
    await world.post("/view/close", user="U0MIA", all=True)
    return saved


async def own_terms(world: World, user: str) -> dict[str, Any]:
    """What a performer reads behind "What was agreed"."""
    message = [found for found in await world.messages(user) if has_button(found, "What was agreed")][-1]
    await world.tap(user, message, "What was agreed")
    modal = await world.modal(user, "Rider, version")
    await world.post("/view/close", user=user, all=True)
    return modal


async def speaks(world: World, user: str, code: str) -> None:
    """Somebody reads in a language."""
    async with world.transaction() as transaction:
        found = await people.find_by_slack_user(transaction.session, user)
        assert found is not None
        found.chosen_language = code
        transaction.session.add(found)


async def test_everybody_in_a_scene_reads_what_it_is_made_of(world: World) -> None:
    """Kinds and words stand under the own rider, sealed at rest; an answer keeps which version was shown."""
    await ask_for(world)
    told = await say_about(world, kinds=["kissing", "shower"], tone=SECRET, crew="12", monitors="Director, script")
    assert "What the scene is made of, version 1" in told
    listed = await world.command("U0MIA", "/scene", "list")
    assert "what it is made of: version 1" in listed
    assert "kissing" not in listed
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, "Please look once more")
        shown = visible(await own_terms(world, user))
        assert "kissing, shower" in shown
        assert SECRET in shown
        assert "12" in shown
    await agree(world, "U0OLA")
    async with world.look() as transaction:
        assert (await transaction.session.exec(select(Answer.terms_version))).all() == [1]
        row = (await transaction.session.exec(select(Breakdown))).one()
        assert (row.kinds, SECRET.encode() in row.content) == (["kissing", "shower"], False)
    assert SECRET not in repr(await world.messages("U0OLA"))


async def test_a_new_version_asks_everybody_in_the_scene_again(one_world: World) -> None:
    """Confirmations of the version before count no more; the AD reads the neutral words of any change."""
    world = one_world
    await say_before_asking(world)
    await agree(world, "U0OLA")
    await agree(world, "U0JAN")
    await world.at(FRIDAY, "08:20")
    await world.said("U0ADA", "Scene 42pt1: Ready")
    assert "version 1" in await say_about(world)
    assert "Ola Nowak: confirmed" in await world.command("U0MIA", "/checkin", "day")
    assert "version 2" in await say_about(world, tone="Slower.")
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, "Please look once more")
    await world.at(FRIDAY, "08:35")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    await agree(world, "U0OLA")
    await agree(world, "U0JAN")
    await world.at(FRIDAY, "09:00")
    await world.said("U0ADA", "Revised plan agreed")
    assert await words_of(world, "U0ADA") == ["waiting", "ready", "with_coordinator", "revised"]


async def say_before_asking(world: World, **fields: Any) -> None:
    """A scene whose making is recorded before anybody is asked about it: the first version is no change."""
    await add_scene(world, "42pt1", ["1", "2"])
    await say_about(world, **(fields or {"kinds": ["kissing"], "tone": "Tender."}))
    await world.at(FRIDAY, "08:00")
    for user in ("U0OLA", "U0JAN"):
        assert "look once more" not in visible(await world.said(user, "Is what was agreed"))


async def test_played_violence_needs_a_named_stunt_coordinator(one_world: World) -> None:
    """Confirmed by all, the scene stays with the coordinator until somebody is named, and all are asked again."""
    world = one_world
    await say_before_asking(world, kinds=["simulated_sexual_violence"])
    await agree(world, "U0OLA")
    await agree(world, "U0JAN")
    await world.at(FRIDAY, "08:20")
    await world.said("U0ADA", "Scene 42pt1: With coordinator")
    assert "needs a named stunt coordinator" in await say_about(world, tone="Cold.")
    assert "needs a named" not in await say_about(world, stunt_coordinator="Iga Wrona")
    for user in ("U0OLA", "U0JAN"):
        await world.said(user, "Please look once more", times=2)
        await agree(world, user)
    await world.at(FRIDAY, "08:50")
    await world.said("U0ADA", "Revised plan agreed")


async def test_a_rider_has_its_parts_for_the_performer_and_the_first_ad(one_world: World) -> None:
    """Nudity, contact, barriers and the frame are read by whoever may read the rider, and changed in a new version."""
    world = one_world
    await ask_for(world, cast=("1",))
    await world.command("U0MIA", "/scene", "terms 42pt1 @ola")
    await world.modal("U0MIA", "Version 1 is recorded")
    await world.submit("U0MIA", nudity="Back, from behind.", barriers="Robe.", not_seen="No profile.")
    await world.modal("U0MIA", "rider version 2")
    await world.post("/view/close", user="U0MIA", all=True)
    await world.said("U0OLA", "Please look once more")
    await say_about(world, kinds=["undressing"])
    await world.command("U0ADA", "/scene", "terms 42pt1 @ola")
    for shown in (visible(await own_terms(world, "U0OLA")), visible(await world.modal("U0ADA", "Back, from behind."))):
        for words in ("as written, nothing more", "Back, from behind.", "Robe.", "No profile.", "undressing"):
            assert words in shown


async def test_terms_are_read_in_the_performers_language(one_world: World) -> None:
    """Without a translation the coordinator's call comes first, then the words as they were agreed."""
    world = one_world
    await speaks(world, "U0OLA", "cs")
    await ask_for(world, cast=("1",))
    missing = await own_terms(world, "U0OLA")
    order = [block.get("text", {}).get("text", "") or visible(block) for block in missing["blocks"]]
    call, words = (
        next(place for place, text in enumerate(order) if part in text) for part in ("Call me", "as written")
    )
    assert call < words
    await translate(world, "cs", "Jak je psáno, nic víc.")
    translated = visible(await own_terms(world, "U0OLA"))
    assert "Jak je psáno" in translated
    assert "Call me" not in translated
    assert "as written" not in translated


async def translate(world: World, code: str, text: str) -> str:
    """The coordinator writes a translation; what the window says then."""
    await world.command("U0MIA", "/scene", "terms 42pt1 @ola")
    await world.modal("U0MIA", "is recorded")
    await world.submit("U0MIA", language=code, translation=text)
    saved = visible(await world.modal("U0MIA", "Saved."))
    await world.post("/view/close", user="U0MIA", all=True)
    return saved


async def test_the_call_is_one_tap_from_terms_nobody_has_translated(one_world: World) -> None:
    """The tap counts as any other "Call me": the coordinator is told at once."""
    world = one_world
    await speaks(world, "U0OLA", "cs")
    await ask_for(world, cast=("1",))
    await world.tap("U0OLA", await world.said("U0OLA", "What was agreed"), "What was agreed")
    modal = await world.modal("U0OLA", "Nobody has translated")
    assert find_button(modal, "Call me")
    await world.tap_in_modal("U0OLA", modal, "Call me")
    await world.alert("U0MIA", "Ola Nowak asks you to call")


async def test_a_translation_belongs_to_its_version(one_world: World) -> None:
    """A first one asks nobody; another in its place asks again; new words leave the old translation behind."""
    world = one_world
    await speaks(world, "U0OLA", "cs")
    await ask_for(world, cast=("1",))
    await agree(world, "U0OLA")
    assert "rider version 1" in await translate(world, "cs", "Jak je psáno.")
    assert "Ola Nowak: confirmed" in await world.command("U0MIA", "/checkin", "day")
    await translate(world, "cs", "Přesně jak je psáno.")
    await world.said("U0OLA", "Please look once more")
    await world.command("U0MIA", "/scene", "terms 42pt1 @ola")
    await world.modal("U0MIA", "Přesně")
    await world.submit("U0MIA", agreed="Other words.")
    saved = visible(await world.modal("U0MIA", "rider version 2"))
    assert "not translated: your call is offered first" in saved
    await world.post("/view/close", user="U0MIA", all=True)
    shown = visible(await own_terms(world, "U0OLA"))
    assert "Other words." in shown
    assert "Přesně" not in shown


async def test_a_translation_without_its_language_is_asked_about(one_world: World) -> None:
    """Nothing is kept until it is said which language it is."""
    world = one_world
    await ask_for(world, cast=("1",))
    await world.command("U0MIA", "/scene", "terms 42pt1 @ola")
    await world.modal("U0MIA", "is recorded")
    assert "which language" in visible(await world.submit("U0MIA", translation="Jak je psáno."))


async def test_a_scene_that_is_not_confirmed_is_made_of_nothing_yet(one_world: World) -> None:
    """The coordinator confirms first; nobody else records it."""
    await ask_for(one_world, number="42pt1", cast=("1",))
    await one_world.command("U0MIA", "/scene", "not-intimate 42pt1")
    assert "write confirm 42pt1 first" in await one_world.command("U0MIA", "/scene", "about 42pt1")


async def test_a_better_translation_asks_only_whoever_reads_it(one_world: World) -> None:
    """Ola reads English: better Czech words take nothing from her confirmation; once she reads Czech, they do."""
    world = one_world
    await ask_for(world, cast=("1",))
    await translate(world, "cs", "Jak je psano.")
    await agree(world, "U0OLA")
    await translate(world, "cs", "Jak je psáno.")
    assert "Ola Nowak: confirmed" in await world.command("U0MIA", "/checkin", "day 11")
    await speaks(world, "U0OLA", "cs")
    await translate(world, "cs", "Jak je psáno, nic víc.")
    assert "Ola Nowak: no answer yet" in await world.command("U0MIA", "/checkin", "day 11")
