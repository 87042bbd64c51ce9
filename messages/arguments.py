"""What is said of words after a command that cannot be read: always what to write instead.

Each takes the production's name, whether or not its sentence names it: whoever reads the words says which it was.
"""

from collections.abc import Sequence

from messages.language import Language


def names_to_choose(language: Language, names: Sequence[str]) -> str:
    """Names to choose from."""
    return ", ".join(names) or language.say("nobody yet")


def left_unread(language: Language, production: str, words: str) -> str:
    """Something is left that fits nothing."""
    return language.say("I cannot read “{words}” here.", words=words)


# Scenes.


def scene_missing(language: Language, production: str) -> str:
    """No scene was typed."""
    return language.say("Please write which scene, as the schedule writes it, such as 42pt1.")


def scene_unknown(language: Language, production: str, scene: str) -> str:
    """No scene has this number."""
    return language.say(
        "There is no scene “{scene}” in {production}; write it as the schedule does, such as 42pt1.",
        scene=scene,
        production=production,
    )


def scenes_alike(language: Language, production: str, scenes: Sequence[str]) -> str:
    """Several scenes have this number."""
    return language.say("More than one scene is called that: please write one of {scenes}.", scenes=", ".join(scenes))


def scene_not_intimate(language: Language, production: str, scene: str) -> str:
    """The scene is not confirmed as intimate, or it is cut."""
    return language.say(
        "Scene {scene} is not confirmed as intimate in {production}; write confirm {scene} first.",
        scene=scene,
        production=production,
    )


def which_scene(language: Language) -> str:
    """No scene was typed for a closed set."""
    return language.say("Please write which scene, such as 42pt1.")


def no_such_scene(language: Language, scene: str) -> str:
    """No scene, or more than one, has this number."""
    return language.say("I do not know a scene {scene} here.", scene=scene)


def no_closed_set(language: Language, scene: str) -> str:
    """A scene has no closed set."""
    return language.say("Scene {scene} has no closed set: it has no day, or nobody has confirmed it.", scene=scene)


# People.


def people_alike(language: Language, production: str, names: Sequence[str]) -> str:
    """Several people have this name."""
    return language.say(
        "More than one person fits: {names}. Please write which: the full name, cast 2, a character or a job.",
        names="; ".join(names),
    )


def not_among(language: Language, production: str, names: Sequence[str]) -> str:
    """Somebody was mentioned who cannot be meant."""
    return language.say("That person is not the one: here it can be {names}.", names=names_to_choose(language, names))


def cast_id_unknown(language: Language, production: str) -> str:
    """Nobody has this number on the cast list."""
    return language.say(
        "There is nobody with that number on the cast list of {production}, such as cast 2.", production=production
    )


def whose_terms(language: Language, production: str, scene: str, names: Sequence[str]) -> str:
    """It has to be said whose terms are meant."""
    return language.say(
        "Please write whose terms: scene {scene} has {names}.", scene=scene, names=names_to_choose(language, names)
    )


def whose_answer(language: Language, production: str, scene: str, names: Sequence[str]) -> str:
    """It has to be said whose answer it is."""
    return language.say(
        "Please write whose answer it is: scene {scene} has {names}.",
        scene=scene,
        names=names_to_choose(language, names),
    )


def name_missing(language: Language) -> str:
    """Nobody was mentioned."""
    return language.say("Please write who, as @name.")


# Days and hours.


def day_unknown(language: Language, production: str, day: str) -> str:
    """There is no such shooting day."""
    return language.say(
        "There is no shooting day “{day}” in {production}; write its number or date, such as 11 or 16 March.",
        day=day,
        production=production,
    )


def days_alike(language: Language, production: str, day: str) -> str:
    """Several shooting days are called this."""
    return language.say("More than one day is called “{day}”; write its date, such as 16 March.", day=day)


def day_missing(language: Language, production: str) -> str:
    """No day was typed for a call."""
    return language.say("Please write for which day, such as call 11 07:30.")


def new_day_missing(language: Language, production: str, scene: str) -> str:
    """No day was typed that a scene could go to."""
    return language.say("Please write to which day, such as move {scene} 12.", scene=scene)


def hour_missing(language: Language, production: str) -> str:
    """No hour was typed for a call."""
    return language.say(
        "Please write the hour of the call, such as call 11 07:30, or 25:30 for half past one at night."
    )


def until_missing(language: Language, production: str) -> str:
    """No hour follows "until"."""
    return language.say("Until when? Write an hour, such as until 22:00 or until 17 March 06:00.")


def until_unread(language: Language, production: str, day: str) -> str:
    """What follows "until" is no date."""
    return language.say("I cannot read the date “{day}”; write it such as until 17 March 06:00.", day=day)


def until_passed(language: Language, production: str) -> str:
    """What follows "until" is no moment to come."""
    return language.say("That moment has passed; write one to come, such as until 22:00.")


def unit_unknown(language: Language, production: str, unit: str, units: Sequence[str]) -> str:
    """No unit works under this name on that day."""
    return language.say("There is no unit “{unit}” on that day; it can be {units}.", unit=unit, units=", ".join(units))
