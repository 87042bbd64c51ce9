"""Words that propose a scene as intimate, and words that only look like them."""

import pytest

from bot.parsing.hints import intimacy_hints


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CLOSED SET / IC. 1X = body double", ("CLOSED SET", "IC", "body double")),
        ("Ola showers, then a kiss. Kiss again", ("showers", "kiss")),
        ("closed-set, sim sex, partial nudity", ("closed-set", "sim sex", "partial nudity")),
        ("She undresses; simulated birth", ("undresses", "simulated", "birth")),
        ("Całują się nago, plan zamknięty", ("Całują", "nago", "plan zamknięty")),
        ("Küsse unter der Dusche, halbnackt", ("Küsse", "Dusche", "halbnackt")),
        ("Scène d’amour, plateau fermé", ("Scène d’amour", "plateau fermé")),
        ("Se desnuda. Un beso. Set cerrado", ("desnuda", "beso", "Set cerrado")),
    ],
)
def test_words_that_hint(text: str, words: tuple[str, ...]) -> None:
    """Each word once, as written, in five languages."""
    assert intimacy_hints(text) == words


@pytest.mark.parametrize(
    "text",
    [
        *("ICE ROOM, MUSIC, ROMANTIC", "IC 142 arrives", "Bare walls, barefoot", "Birthday in Sussex", "Baby shower"),
        *(
            "Showers of sparks",
            "Kissen",
            "pieds nus",
            "Geburtstag",
            "nagle",
            "Strips of paper",
            "Nudel",
            "HOTEL - BATHROOM",
        ),
    ],
)
def test_false_friends(text: str) -> None:
    """Whole words only, and not in this company."""
    assert intimacy_hints(text) == ()


def test_several_texts_are_read_together() -> None:
    """A word in two texts is one hint."""
    assert intimacy_hints("a KISS", "the kiss", "nude") == ("KISS", "nude")
